import { describe, expect, it } from 'vitest';
import { addCustomer } from '../customers/add-customer.ts';
import {
  addRegistrations,
  directoryRegistrationClientId as clientId,
  directoryPermissions,
  homeTenantId,
} from '../customers/registrations.ts';
import { createWorld } from '../world/create-world.ts';
import { effectiveRoles, grantedOnGraph, grantWholeList } from './grant.ts';

const second = 1000;
const day = 24 * 60 * 60 * second;

async function consentedTenant(propagation: { delayMs: number; flapping: boolean }) {
  const world = await createWorld({ baseUrl: 'http://localhost', homeTenantId, seed: 1 });
  addRegistrations(world);
  const registration = world.registrations.get(clientId);
  if (!registration) throw new Error('the registration is missing');
  const tenant = addCustomer(world, { propagation });
  return { world, registration, tenant, principal: grantWholeList(world, tenant, registration) };
}

describe('consent to the whole list', () => {
  it('gives roles only after the propagation delay, on the clock of the emulator', async () => {
    const { world, principal } = await consentedTenant({ delayMs: day, flapping: false });
    expect(effectiveRoles(world, principal)).toEqual([]);
    world.clock.advance(day - 10 * second);
    expect(effectiveRoles(world, principal)).toEqual([]);
    world.clock.advance(11 * second);
    expect(effectiveRoles(world, principal)).toEqual(directoryPermissions);
  });

  it('a second time keeps what is held without a break, adds what is new and drops what is no longer listed', async () => {
    const { world, registration, tenant, principal } = await consentedTenant({ delayMs: 0, flapping: false });
    const held = principal.appRoleAssignments.find(({ value }) => value === 'User.Read.All');
    registration.requiredAppRoles = ['User.Read.All', 'Domain.Read.All'];
    tenant.propagation.delayMs = day;
    grantWholeList(world, tenant, registration);
    expect(effectiveRoles(world, principal)).toEqual(['User.Read.All']);
    expect(principal.appRoleAssignments[0]).toBe(held);
    world.clock.advance(day + second);
    expect(effectiveRoles(world, principal)).toEqual(['User.Read.All', 'Domain.Read.All']);
  });
});

describe('Graph while a grant is spreading', () => {
  it('says no, yes, no, yes to a token without roles in a tenant that flaps, once a request whatever is asked', async () => {
    const { world, tenant } = await consentedTenant({ delayMs: day, flapping: true });
    const caller = { tenantId: tenant.tenantId, clientId, roles: [] };
    const ask = () => grantedOnGraph(world, caller, ['Organization.Read.All', 'User.Read.All', 'Directory.Read.All']);
    expect([ask(), ask(), ask(), ask()]).toEqual([false, true, false, true]);
    expect(grantedOnGraph(world, caller, ['Mail.Read'])).toBe(false);
    expect([ask(), ask()]).toEqual([false, true]);
    world.clock.advance(day + second);
    expect([ask(), ask()]).toEqual([false, false]);
  });

  it('goes by the presented token otherwise', async () => {
    const { world, tenant } = await consentedTenant({ delayMs: day, flapping: false });
    const caller = { tenantId: tenant.tenantId, clientId, roles: ['User.Read.All'] };
    expect(grantedOnGraph(world, caller, ['User.ReadBasic.All', 'User.Read.All'])).toBe(true);
    expect(grantedOnGraph(world, { ...caller, roles: [] }, ['User.Read.All'])).toBe(false);
  });
});

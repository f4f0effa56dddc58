import { expect, it } from 'vitest';
import { truthLines } from '../graph/truth-lines.ts';
import { createWorld } from '../world/create-world.ts';
import type { Tenant, World } from '../world/world.ts';
import { addDemoCustomers, demoTenantId } from './demo.ts';
import { addHomeTenant } from './home-tenant.ts';
import { addRegistrations, homeTenantId } from './registrations.ts';

const day = 24 * 60 * 60_000;

async function demoWorld(): Promise<World> {
  const world = await createWorld({ baseUrl: 'http://localhost', homeTenantId, seed: 1 });
  addRegistrations(world);
  addHomeTenant(world);
  addDemoCustomers(world, 1);
  return world;
}

it('the demo has eight customers of 3 to 60,000 users with fixed ids', async () => {
  const world = await demoWorld();
  const customers = [...world.tenants.values()].filter(({ tenantId }) => tenantId !== homeTenantId);
  expect(customers.map(({ directory }) => directory.userCount)).toEqual([3, 12, 48, 180, 900, 4000, 15_000, 60_000]);
  expect(customers.map(({ tenantId }) => tenantId)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map(demoTenantId));
  for (const { accounts, servicePrincipals } of customers) {
    expect(accounts.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['global-admin', 'application-admin', 'user']));
    expect(servicePrincipals.size).toBe(0);
  }
});

it('the people who can sign in are users of the directory with the same id, the same at every start', async () => {
  const [world, again] = [await demoWorld(), await demoWorld()];
  for (const tenant of world.tenants.values()) {
    expect(again.tenants.get(tenant.tenantId)?.accounts).toEqual(tenant.accounts);
    for (const { oid, displayName } of tenant.accounts) expect(tenant.directory.user(oid)?.displayName).toBe(displayName);
  }
});

it('one administrator is a guest from another customer, and one name turns its line around', async () => {
  const world = await demoWorld();
  const guest = world.tenants.get(demoTenantId(2))?.accounts.find(({ kind }) => kind === 'guest');
  const home = world.tenants.get(demoTenantId(3));
  expect(guest?.homeTenantId).toBe(home?.tenantId);
  expect(home?.accounts.some(({ username, oid }) => username === guest?.username && oid !== guest?.oid)).toBe(true);
  const names = [...world.tenants.values()].flatMap(({ accounts }) => accounts.map(({ displayName }) => displayName));
  expect(names.filter((name) => name.includes('\u202e'))).toHaveLength(1);
});

it('some customers have Entra ID P1 or P2 and some do not', async () => {
  const world = await demoWorld();
  const premium = [1, 2, 3, 4, 5, 6, 7, 8].filter((n) => world.tenants.get(demoTenantId(n))?.premium);
  expect(premium).toEqual([3, 6, 7, 8]);
});

it('every customer has something to find: secrets that ended and soon will, administrators, and all but the tiny ones waste', async () => {
  const world = await demoWorld();
  const lines = (tenant: Tenant, name: keyof typeof truthLines) =>
    [...truthLines[name].lines(tenant)] as Record<string, unknown>[];
  for (const n of [1, 2, 3, 4, 5, 6]) {
    const tenant = world.tenants.get(demoTenantId(n)) as Tenant;
    const left = lines(tenant, 'credentials').map(
      ({ endDateTime }) => ((endDateTime as Date).getTime() - tenant.bornAt.getTime()) / day,
    );
    expect(
      left.some((days) => days < 0),
      `${n}`,
    ).toBe(true);
    expect(
      left.some((days) => days > 0 && days < 30),
      `${n}`,
    ).toBe(true);
    expect(lines(tenant, 'role-holders').length, `${n}`).toBeGreaterThan(1);
    if (n < 3) continue;
    const away = new Set(
      lines(tenant, 'sign-ins')
        .filter(({ lastSignInDateTime: seen }) => seen === null || tenant.bornAt.getTime() - (seen as Date).getTime() > 90 * day)
        .map(({ userId }) => userId),
    );
    expect(lines(tenant, 'licences').filter(({ userId }) => away.has(userId)).length, `${n}`).toBeGreaterThan(0);
    const unused = lines(tenant, 'devices').filter(
      ({ approximateLastSignInDateTime: seen }) => seen !== null && tenant.bornAt.getTime() - (seen as Date).getTime() > 90 * day,
    );
    expect(unused.length, `${n}`).toBeGreaterThan(0);
  }
});

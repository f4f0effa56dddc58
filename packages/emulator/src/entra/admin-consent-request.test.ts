import { beforeAll, describe, expect, it } from 'vitest';
import { addCustomer } from '../customers/add-customer.ts';
import { addRegistrations, directoryRegistrationClientId, homeTenantId, registerPortal } from '../customers/registrations.ts';
import { createWorld } from '../world/create-world.ts';
import type { World } from '../world/world.ts';
import { checkAdminConsent } from './admin-consent-request.ts';

const tenantId = 'c0000001-0000-4000-8000-000000000001';
const good = {
  client_id: directoryRegistrationClientId,
  redirect_uri: 'http://localhost:3000/connect/callback',
  scope: 'https://graph.microsoft.com/.default',
  state: 'abc',
};
let world: World;

beforeAll(async () => {
  world = await createWorld({ baseUrl: 'http://localhost:4000', homeTenantId, seed: 1 });
  addRegistrations(world);
  registerPortal(world, 'http://localhost:3000');
  addCustomer(world, { tenantId, defaultDomain: 'one.example' });
});

function check(tenant: string, changes: Record<string, string | null> = {}, version: 1 | 2 = 2) {
  const given = Object.entries({ ...good, ...changes }).filter((entry): entry is [string, string] => entry[1] !== null);
  const checked = checkAdminConsent(world, version, tenant, new URLSearchParams(given));
  return checked.kind === 'request' ? 'shown' : `${checked.kind} ${checked.refusal.aadsts}`;
}

describe('an admin consent request', () => {
  it('is shown for a tenant by id, by domain and for organizations', () => {
    expect([check(tenantId), check('One.Example'), check('organizations')]).toEqual(['shown', 'shown', 'shown']);
  });

  it('is checked tenant first, then client id, redirect URI, scope, /common, and the scope itself', () => {
    const allWrong = { client_id: 'nobody', redirect_uri: 'https://evil.example/', scope: null };
    expect(check('nowhere.example', allWrong)).toBe('page 90002');
    expect(check('common', { ...allWrong, client_id: null })).toBe('page 900144');
    expect(check('common', allWrong)).toBe('page 700016');
    expect(check('common', { ...allWrong, client_id: good.client_id })).toBe('page 50011');
    expect(check('common', { scope: null })).toBe('page 900144');
    expect(check('common', { scope: 'User.Read.All' })).toBe('page 90130');
    expect(check(tenantId, { scope: 'User.Read.All' })).toBe('redirect 650053');
  });

  it('needs an app that has a reply address at all', () => {
    const registration = world.registrations.get(directoryRegistrationClientId);
    if (!registration) throw new Error('the registration is gone');
    const before = registration.redirectUris;
    registration.redirectUris = [];
    try {
      expect(check(tenantId)).toBe('page 500113');
    } finally {
      registration.redirectUris = before;
    }
  });

  it('may not mix .default with permissions by name, nor name another resource', () => {
    expect(check(tenantId, { scope: 'https://graph.microsoft.com/.default https://graph.microsoft.com/Mail.Send' })).toBe(
      'redirect 70011',
    );
    expect(check(tenantId, { scope: 'https://other.example/.default' })).toBe('redirect 500011');
    expect(check(tenantId, { scope: 'https://graph.microsoft.com/.default openid profile' })).toBe('shown');
    expect(check(tenantId, { scope: 'Calendars.Read' })).toBe('shown');
  });

  it('on v1 needs no scope, takes common, a longer path, and no redirect URI at all', () => {
    expect(check('common', { scope: null }, 1)).toBe('shown');
    expect(check(tenantId, { scope: null, redirect_uri: null }, 1)).toBe('shown');
    expect(check(tenantId, { redirect_uri: `${good.redirect_uri}/deeper` }, 1)).toBe('shown');
    expect(check(tenantId, { redirect_uri: `${good.redirect_uri}/deeper` }, 2)).toBe('page 50011');
    expect(check(tenantId, { redirect_uri: null }, 2)).toBe('page 900144');
  });

  it('ends on a page when the tenant was deleted', () => {
    const tenant = addCustomer(world, {});
    expect(check(tenant.tenantId)).toBe('shown');
    tenant.deleted = true;
    expect(check(tenant.tenantId)).toBe('page 90002');
  });
});

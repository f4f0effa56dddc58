import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addCustomer, type NewCustomer } from '../customers/add-customer.ts';
import { directoryRegistrationClientId as clientId, directoryPermissions as listed } from '../customers/registrations.ts';
import { type Emulator, startEmulator } from '../start-emulator.ts';
import { createVisitor, type Visit } from '../testing/visitor.ts';
import type { Tenant } from '../world/world.ts';
import { personalAccount } from './people.ts';

const redirectUri = 'http://localhost:3000/connect/callback';
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ customers: 'none' });
});
afterAll(() => emulator.close());

const v2 = (segment: string, changes: Record<string, string> = {}) => {
  const query = {
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: 'https://graph.microsoft.com/.default',
    state: 'st&1',
    ...changes,
  };
  return `${emulator.url}/${segment}/v2.0/adminconsent?${new URLSearchParams(query)}`;
};
const v1 = (segment: string, query: Record<string, string> = { redirect_uri: redirectUri, state: 'st1' }) =>
  `${emulator.url}/${segment}/adminconsent?${new URLSearchParams({ client_id: clientId, ...query })}`;
const newTenant = (customer: NewCustomer = {}) => addCustomer(emulator.world, customer);
const oidOf = (tenant: Tenant, username: string) =>
  tenant.accounts.find((account) => account.username.startsWith(username))?.oid ?? '';
const granted = (tenant: Tenant) => tenant.servicePrincipals.get(clientId)?.appRoleAssignments.map(({ value }) => value);
const answer = (visit: Visit) => Object.fromEntries(visit.leftFor?.searchParams ?? []);
const page = (visit: Visit) => /AADSTS(\d+)/.exec(visit.html)?.[1];

async function pick(url: string, button: Record<string, string>) {
  const browser = createVisitor(emulator.url);
  return { browser, visit: await browser.press(await browser.open(url), button) };
}

describe('an administrator', () => {
  it('sees app, publisher, organisation and permissions, and accepts for everybody', async () => {
    const tenant = newTenant({ name: 'Gärtnerei Grün' });
    const { browser, visit } = await pick(v2(tenant.tenantId), { oid: oidOf(tenant, 'admin') });
    for (const text of [
      'Tenantry Directory',
      'verified publisher',
      tenant.name,
      'all users in your organization',
      'Read all group memberships',
    ]) {
      expect(visit.html).toContain(text);
    }
    expect(granted(tenant)).toBeUndefined();
    const done = await browser.press(visit, { decision: 'accept' });
    expect(done.leftFor?.href.startsWith(`${redirectUri}?`)).toBe(true);
    expect(answer(done)).toEqual({
      admin_consent: 'True',
      tenant: tenant.tenantId,
      scope: 'https://graph.microsoft.com/.default',
      state: 'st&1',
    });
    expect(granted(tenant)).toEqual(listed);
  });

  it('gets the tenant as a GUID on organizations and by domain too', async () => {
    for (const by of ['organizations', 'domain'] as const) {
      const tenant = newTenant();
      const segment = by === 'domain' ? tenant.defaultDomain : by;
      const { browser, visit } = await pick(v2(segment), { oid: oidOf(tenant, 'admin') });
      expect(answer(await browser.press(visit, { decision: 'accept' })).tenant).toBe(tenant.tenantId);
    }
  });

  it('who declines changes nothing, and the app is told with admin_consent=True', async () => {
    const tenant = newTenant();
    const { browser, visit } = await pick(v2(tenant.tenantId), { oid: oidOf(tenant, 'admin') });
    const declined = await browser.press(visit, { decision: 'cancel' });
    expect(answer(declined)).toMatchObject({ admin_consent: 'True', error: 'consent_required', state: 'st&1' });
    expect(answer(declined).error_description).toMatch(/^AADSTS65004: .*\r\nTrace ID/);
    expect(answer(declined)).not.toHaveProperty('tenant');
    expect(granted(tenant)).toBeUndefined();
    expect(page(await browser.press(visit, { decision: 'accept' }))).toBe('50089');
    expect(granted(tenant)).toBeUndefined();
  });

  it('who cancels before signing in is told apart by the subcode', async () => {
    const { visit } = await pick(v2(newTenant().tenantId), { decision: 'cancel' });
    expect(answer(visit)).toEqual({ error: 'access_denied', error_subcode: 'cancel', state: 'st&1' });
  });

  it('is warned of an unverified publisher', async () => {
    const registration = emulator.world.registrations.get(clientId);
    if (!registration) throw new Error('the registration is missing');
    registration.publisherVerified = false;
    const tenant = newTenant();
    const { visit } = await pick(v2(tenant.tenantId), { oid: oidOf(tenant, 'admin') });
    registration.publisherVerified = true;
    expect(visit.html).toContain('unverified');
    expect(visit.html).not.toContain('verified publisher');
  });

  it('who is a guest from another organisation may consent where the role is held, at an address that names the tenant', async () => {
    const home = newTenant();
    const admin = home.accounts[0]?.username ?? '';
    const global = ['62e90394-69f5-4237-9190-012177145e10'];
    const host = newTenant({
      accounts: [{ username: admin, displayName: 'Ada', kind: 'guest', homeTenantId: home.tenantId, wids: global }],
    });
    const { browser, visit } = await pick(v2(host.tenantId), { oid: oidOf(host, admin) });
    expect(answer(await browser.press(visit, { decision: 'accept' })).tenant).toBe(host.tenantId);
    expect([granted(host), granted(home)]).toEqual([listed, undefined]);
  });
});

describe('somebody who may not consent', () => {
  it.each(['user', 'apps'])('(%s) is shown that an administrator is needed, with a way back', async (who) => {
    const tenant = newTenant();
    const { browser, visit } = await pick(v2(tenant.tenantId), { oid: oidOf(tenant, who) });
    expect([visit.status, page(visit)]).toEqual([403, '90094']);
    expect(visit.html).toContain('Need admin approval');
    // A forged Accept is not believed either.
    const back = await browser.press(visit, { decision: 'accept' });
    expect(answer(back)).toMatchObject({ error: 'access_denied', admin_consent: 'True', state: 'st&1' });
    expect(granted(tenant)).toBeUndefined();
  });

  it('has a personal account', async () => {
    const { visit } = await pick(v2('organizations'), { oid: personalAccount.oid });
    expect(visit.html).toContain('&#39;response_type&#39;');
  });

  it('belongs to another organisation', async () => {
    const other = newTenant();
    const { visit } = await pick(v2(newTenant().tenantId), { username: other.accounts[0]?.username ?? '' });
    expect(page(visit)).toBe('50020');
  });

  it('unless only delegated permissions are asked for, which an application administrator may grant', async () => {
    const tenant = newTenant();
    const { browser, visit } = await pick(v2(tenant.tenantId, { scope: 'Calendars.Read' }), { oid: oidOf(tenant, 'apps') });
    expect(answer(await browser.press(visit, { decision: 'accept' }))).toMatchObject({
      admin_consent: 'True',
      scope: 'Calendars.Read',
    });
    expect(granted(tenant)).toEqual([]);
  });

  it('and a holder of the tenant’s own consent role may', async () => {
    const tenant = newTenant({ accounts: [{ username: 'delegate', displayName: 'Dee', kind: 'custom-role' }] });
    const { browser, visit } = await pick(v2(tenant.tenantId), { oid: oidOf(tenant, 'delegate') });
    expect(answer(await browser.press(visit, { decision: 'accept' })).tenant).toBe(tenant.tenantId);
  });
});

describe('the v1 endpoint', () => {
  it('asks for the whole list without a scope and calls back without one', async () => {
    const tenant = newTenant();
    const { browser, visit } = await pick(v1('common'), { oid: oidOf(tenant, 'admin') });
    expect(answer(await browser.press(visit, { decision: 'accept' }))).toEqual({
      admin_consent: 'True',
      tenant: tenant.tenantId,
      state: 'st1',
    });
    expect(granted(tenant)).toEqual(listed);
  });

  it('tells a decline in its own words', async () => {
    const tenant = newTenant();
    const { browser, visit } = await pick(v1(tenant.tenantId), { oid: oidOf(tenant, 'admin') });
    expect(answer(await browser.press(visit, { decision: 'cancel' }))).toEqual({
      error: 'permission_denied',
      error_description: 'The admin canceled the request',
    });
  });

  it('records consent from a bare link and calls nobody back', async () => {
    const tenant = newTenant();
    const { browser, visit } = await pick(v1(tenant.tenantId, {}), { oid: oidOf(tenant, 'admin') });
    const done = await browser.press(visit, { decision: 'accept' });
    expect([done.leftFor, granted(tenant)]).toEqual([null, listed]);
    expect(done.html).toContain('Permissions granted');
  });
});

describe('what goes wrong on purpose', () => {
  it('a fault rule sends the browser back with the error it names', async () => {
    const tenant = newTenant();
    const rule = {
      target: 'adminconsent',
      tenantId: tenant.tenantId,
      count: 1,
      fault: { kind: 'entra-error', error: 'invalid_grant', aadsts: 50097 },
    };
    await fetch(`${emulator.url}/_emulator/faults`, { method: 'POST', body: JSON.stringify(rule) });
    const visit = await createVisitor(emulator.url).open(v2(tenant.tenantId));
    expect(answer(visit)).toMatchObject({ error: 'invalid_grant', admin_consent: 'True', state: 'st&1' });
    expect((await createVisitor(emulator.url).open(v2(tenant.tenantId))).html).toContain('Pick an account');
  });

  it('the log tells who did what, without the query', async () => {
    const tenant = newTenant();
    const { browser, visit } = await pick(v2(tenant.tenantId), { oid: oidOf(tenant, 'admin') });
    await browser.press(visit, { decision: 'accept' });
    const requests = emulator.world.requests.query({ tenantId: tenant.tenantId, kind: 'adminconsent' });
    expect(requests.map(({ detail }) => detail)).toEqual([
      null,
      `signed in as ${tenant.accounts[0]?.username}`,
      null,
      'accepted',
    ]);
    expect(requests[0]).toMatchObject({ path: `/${tenant.tenantId}/v2.0/adminconsent`, status: 200, clientId });
    expect(JSON.stringify(requests)).not.toContain('st&1');
  });
});

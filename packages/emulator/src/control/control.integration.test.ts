import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { directoryRegistrationClientId as clientId, directoryPermissions, homeTenantId } from '../customers/registrations.ts';
import { type Emulator, startEmulator } from '../start-emulator.ts';
import { createSelfSignedCertificate } from '../testing/self-signed-certificate.ts';
import type { Happened } from '../world/world.ts';
import { controls } from './app.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ customers: 'none' });
});
afterAll(() => emulator.close());

async function call(method: string, path: string, body?: unknown) {
  const answer = await fetch(`${emulator.url}/_emulator${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  // biome-ignore lint/suspicious/noExplicitAny: each control answers in its own shape
  return { status: answer.status, json: (text === '' ? null : JSON.parse(text)) as any };
}

const tokenRequest = { grant_type: 'client_credentials', client_id: clientId, scope: 'https://graph.microsoft.com/.default' };
async function aadsts(tenantId: string, secret = 'demo-directory-secret') {
  const body = new URLSearchParams({ ...tokenRequest, client_secret: secret });
  const answer = await fetch(`${emulator.url}/${tenantId}/oauth2/v2.0/token`, { method: 'POST', body });
  return ((await answer.json()) as { error_codes?: number[] }).error_codes?.[0] ?? 'token';
}

describe('the table of controls', () => {
  it('is described as OpenAPI: every control, its path parameters and its body', async () => {
    const { json } = await call('GET', '/openapi.json');
    expect(json.openapi).toBe('3.1.0');
    expect(json.servers).toEqual([{ url: `${emulator.url}/_emulator` }]);
    for (const { method, path } of controls)
      expect(json.paths[path]?.[method]?.summary, `${method} ${path}`).toBeTypeOf('string');
    const grant = json.paths['/tenants/{tenantId}/service-principals/{clientId}/grant'].post;
    expect(grant.parameters.map((each: { name: string }) => each.name)).toEqual(['tenantId', 'clientId']);
    expect(Object.keys(grant.requestBody.content['application/json'].schema.properties)).toEqual(['permissions']);
    expect(json.paths['/requests'].get.parameters).toContainEqual(
      expect.objectContaining({ name: 'since', in: 'query', required: false }),
    );
  });

  it('has every method and path once, and an input for every path parameter', () => {
    const names = controls.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { path, input } of controls) {
      for (const [, name] of path.matchAll(/\{(\w+)\}/g)) expect(Object.keys(input?.shape ?? {}), path).toContain(name);
    }
  });

  it('refuses what it does not take, saying where', async () => {
    expect(await call('POST', '/clock/advance', { ms: 'soon' })).toMatchObject({
      status: 400,
      json: { error: 'bad-input', problems: [{ at: 'ms' }] },
    });
    expect((await call('POST', '/clock/advance', { ms: 1, misspelt: true })).status).toBe(400);
    expect((await call('POST', '/tenants', [])).status).toBe(400);
    expect((await call('GET', '/nothing')).status).toBe(404);
    expect((await call('GET', '/tenants/00000000-0000-4000-8000-000000000000')).status).toBe(404);
    const invalid = await fetch(`${emulator.url}/_emulator/faults`, { method: 'POST', body: '{' });
    expect(invalid.status).toBe(400);
  });
});

describe('controls', () => {
  it('make a tenant whose people can sign in and are in the directory, add one and take one away', async () => {
    const made = await call('POST', '/tenants', { name: 'New Ltd', defaultDomain: 'new.example', users: 40 });
    expect(made.json).toMatchObject({ name: 'New Ltd', users: 40, accounts: [{ username: 'admin@new.example' }, {}, {}] });
    const { tenantId } = made.json;
    expect((await call('POST', '/tenants', { tenantId })).status).toBe(409);
    const added = await call('POST', `/tenants/${tenantId}/accounts`, {
      username: 'late',
      displayName: 'Late Comer',
      kind: 'privileged-role-admin',
    });
    expect(added.json.wids).toContain('e8611ab8-c189-46e8-94e1-60213ab1f814');
    const { directory } = emulator.world.tenants.get(tenantId) ?? {};
    expect(directory?.user(added.json.oid)?.userPrincipalName).toBe('late@new.example');
    expect((await call('POST', `/tenants/${tenantId}/accounts`, { username: 'late', displayName: 'Twice' })).status).toBe(409);
    const changed = await call('PATCH', `/tenants/${tenantId}/accounts/${added.json.oid}`, {
      kind: 'user',
      appRoles: { [clientId]: ['Viewer'] },
    });
    expect(changed.json).toMatchObject({ kind: 'user', appRoles: { [clientId]: ['Viewer'] } });
    expect(changed.json.wids).not.toContain('e8611ab8-c189-46e8-94e1-60213ab1f814');
    expect((await call('DELETE', `/tenants/${tenantId}/accounts/${added.json.oid}`)).status).toBe(204);
    expect(directory?.user(added.json.oid)).toBeUndefined();
    expect((await call('GET', `/tenants/${tenantId}/accounts`)).json).toHaveLength(3);
  });

  it('tell whoever listens of a tenant that is made, and of everything that changes its directory', async () => {
    const heard: Happened[] = [];
    emulator.world.listener = (happened) => void heard.push(happened);
    const { tenantId } = (await call('POST', '/tenants', { users: 30, devices: 7 })).json;
    const device = (await call('POST', `/tenants/${tenantId}/devices`, { displayName: 'KIOSK-2' })).json;
    await call('PATCH', `/tenants/${tenantId}/devices/${device.id}`, { accountEnabled: false });
    expect((await call('PATCH', `/tenants/${tenantId}/devices/${tenantId}`, { accountEnabled: false })).status).toBe(404);
    await call('POST', `/tenants/${tenantId}/churn`, { changes: 4 });
    emulator.world.listener = null;
    expect(heard.slice(0, 3)).toEqual([
      { tenantId, change: 'addCustomer', with: [{ tenantId, users: 30, devices: 7 }] },
      { tenantId, at: expect.any(Number), change: 'addDevice', with: [{ displayName: 'KIOSK-2' }] },
      { tenantId, at: expect.any(Number), change: 'changeDevice', with: [device.id, { accountEnabled: false }] },
    ]);
    expect(heard).toHaveLength(7);
  });

  it('grant, drop a role, disable, enable and revoke an app in a tenant, and delete the tenant', async () => {
    const { tenantId } = (await call('POST', '/tenants', {})).json;
    const app = `/tenants/${tenantId}/service-principals/${clientId}`;
    expect(await aadsts(tenantId)).toBe(7000229);
    const values = (answer: { json: { appRoleAssignments: { value: string }[] } }) =>
      answer.json.appRoleAssignments.map(({ value }) => value);
    expect(values(await call('POST', `${app}/grant`))).toEqual(directoryPermissions);
    expect(await aadsts(tenantId)).toBe('token');
    expect(values(await call('DELETE', `${app}/roles/User.Read.All`))).toEqual(directoryPermissions.slice(1));
    expect((await call('DELETE', `${app}/roles/User.Read.All`)).status).toBe(404);
    expect(values(await call('POST', `${app}/grant`, { permissions: ['Domain.Read.All'] }))).toContain('Domain.Read.All');
    expect((await call('POST', `${app}/grant`, { permissions: ['Make.Coffee'] })).status).toBe(400);
    await call('PATCH', app, { accountEnabled: false });
    expect(await aadsts(tenantId)).toBe(7000112);
    await call('PATCH', app, { accountEnabled: true });
    expect(await aadsts(tenantId)).toBe('token');
    expect((await call('DELETE', app)).status).toBe(204);
    expect(await aadsts(tenantId)).toBe(7000229);
    await call('DELETE', `/tenants/${tenantId}`);
    expect(await aadsts(tenantId)).toBe(90002);
    await call('PATCH', `/tenants/${tenantId}`, { deleted: false });
    expect(await aadsts(tenantId)).toBe(7000229);
  });

  it('add, expire and remove secrets and certificates, and never tell a secret', async () => {
    const at = `/registrations/${clientId}`;
    await call('POST', `${at}/secrets`, { value: 'second-secret-value' });
    expect(await aadsts(homeTenantId, 'second-secret-value')).toBe('token');
    expect(JSON.stringify((await call('GET', '/registrations')).json)).not.toContain('second-secret');
    await call('POST', `${at}/secrets/expire`, { value: 'second-secret-value' });
    expect(await aadsts(homeTenantId, 'second-secret-value')).toBe(7000222);
    await call('POST', `${at}/secrets/remove`, { value: 'second-secret-value' });
    expect(await aadsts(homeTenantId, 'second-secret-value')).toBe(7000215);
    expect(await aadsts(homeTenantId)).toBe('token');
    expect((await call('POST', `${at}/certificates`, { pem: 'no certificate' })).status).toBe(400);
    expect((await call('POST', `${at}/certificates`, { pem: createSelfSignedCertificate().cert })).status).toBe(204);
    expect((await call('PATCH', at, { publisherVerified: false })).json).toMatchObject({
      publisherVerified: false,
      certificates: [{}],
    });
    await call('POST', `${at}/certificates/remove`);
    expect((await call('PATCH', at, { publisherVerified: true })).json.certificates).toEqual([]);
  });

  it('register another app, and another portal', async () => {
    const other = {
      clientId: '70000000-0000-4000-8000-000000000007',
      displayName: 'Other',
      requiredAppRoles: ['Device.Read.All'],
    };
    expect((await call('POST', '/registrations', other)).json).toMatchObject({
      ...other,
      publisherVerified: true,
      redirectUris: [],
    });
    expect((await call('POST', '/registrations', other)).status).toBe(409);
    expect((await call('PATCH', `/registrations/${other.clientId}`, { requiredAppRoles: ['Make.Coffee'] })).status).toBe(400);
    await call('POST', '/portal', { url: 'https://portal.example' });
    expect(emulator.world.registrations.get(clientId)?.redirectUris).toEqual(['https://portal.example/connect/callback']);
  });

  it('turn the clock, on which a slow consent then holds', async () => {
    const { tenantId } = (await call('POST', '/tenants', {})).json;
    await call('PATCH', `/tenants/${tenantId}/propagation`, { delayMs: 26 * 60 * 60_000, flapping: true });
    const { effectiveAt } = (await call('POST', `/tenants/${tenantId}/service-principals/${clientId}/grant`)).json
      .appRoleAssignments[0];
    const before = Date.parse((await call('GET', '/clock')).json.now);
    const after = Date.parse((await call('POST', '/clock/advance', { ms: 26 * 60 * 60_000 })).json.now);
    expect(after - before).toBeGreaterThanOrEqual(26 * 60 * 60_000);
    expect(Date.parse(effectiveAt)).toBeLessThanOrEqual(after);
    expect(Date.parse((await call('POST', '/clock/set', { instant: '2031-01-01T00:00:00Z' })).json.now)).toBeGreaterThanOrEqual(
      Date.UTC(2031, 0, 1),
    );
    expect(Math.abs(Date.parse((await call('POST', '/clock/reset')).json.now) - Date.now())).toBeLessThan(5000);
  });

  it('tell what happened, by tenant, kind and since, and count it exactly', async () => {
    const { tenantId } = (await call('POST', '/tenants', {})).json;
    await call('POST', `/tenants/${tenantId}/service-principals/${clientId}/grant`);
    await aadsts(tenantId);
    await aadsts(tenantId, 'wrong');
    const requests = (await call('GET', `/requests?tenantId=${tenantId}&kind=token`)).json;
    expect(requests).toMatchObject([
      { status: 200, detail: null, clientId },
      { status: 401, detail: 'AADSTS7000215 invalid_client' },
    ]);
    expect((await call('GET', `/requests?tenantId=${tenantId}&kind=token&since=${requests[0].sequence}`)).json).toHaveLength(1);
    expect((await call('GET', '/counters')).json[tenantId]).toMatchObject({ tokenRequests: 2, tokensIssued: 1 });
    expect((await call('DELETE', '/counters')).status).toBe(204);
    expect((await call('GET', '/counters')).json[tenantId]).toBeUndefined();
  });

  it('arm and clear faults', async () => {
    const { json } = await call('POST', '/faults', {
      target: 'graph',
      tenantId: homeTenantId,
      share: 0.5,
      fault: { kind: 'throttled' },
    });
    expect(json).toMatchObject({
      remaining: null,
      pathPrefix: null,
      fault: { retryAfter: 'seconds', retryAfterSeconds: 10, scope: null },
    });
    expect((await call('GET', '/faults')).json).toHaveLength(1);
    expect((await call('DELETE', `/faults/${json.id}`)).status).toBe(204);
    expect((await call('DELETE', `/faults/${json.id}`)).status).toBe(404);
    expect((await call('POST', '/faults', { target: 'graph', fault: { kind: 'earthquake' } })).status).toBe(400);
  });
});

describe('the pages', () => {
  it('list tenants and people, and the log', async () => {
    const start = await (await fetch(`${emulator.url}/`)).text();
    for (const text of ['Contoso Cloud Software', homeTenantId, 'operator@contoso-cloud.example', '/_emulator/openapi.json']) {
      expect(start).toContain(text);
    }
    expect(await (await fetch(`${emulator.url}/log`)).text()).toContain('GET /');
  });

  it('say so when nobody imitates an address', async () => {
    const answer = await fetch(`${emulator.url}/not/imitated`);
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('/not/imitated')]);
  });
});

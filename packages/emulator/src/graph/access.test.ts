import { expect, it } from 'vitest';
import { graphUnderTest } from './graph-under-test.ts';

const minute = 60_000;

it('refuses a missing, a forged and an expired token with 401 InvalidAuthenticationToken', async () => {
  const graph = await graphUnderTest();
  const missing = await graph.get('/users', { authorization: '' });
  const forged = await graph.get('/users', { authorization: 'Bearer e30.e30.x' });
  graph.world.clock.advance(95 * minute);
  const expired = await graph.get('/users');
  for (const answer of [missing, forged, expired]) {
    expect(answer.status).toBe(401);
    expect(answer.body.error.code).toBe('InvalidAuthenticationToken');
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
  }
});

it('does not know an app whose service principal is gone, nor one that is disabled', async () => {
  const graph = await graphUnderTest();
  graph.principal.accountEnabled = false;
  expect(await graph.get('/users')).toMatchObject({ status: 401, body: { error: { code: 'Authorization_IdentityDisabled' } } });
  graph.tenant.servicePrincipals.clear();
  expect(await graph.get('/users')).toMatchObject({ status: 401, body: { error: { code: 'Authorization_IdentityNotFound' } } });
});

it.each([
  ['/organization', 'User.Read.All'],
  ['/organization', 'Organization.Read.All'],
  ['/domains', 'Domain.Read.All'],
  ['/users', 'User.ReadBasic.All'],
  ['/users/delta', 'User.Read.All'],
  ['/users/$count', 'Directory.Read.All'],
  ['/groups', 'GroupMember.Read.All'],
  ['/groups/delta', 'Group.Read.All'],
  ['/servicePrincipals', 'Application.Read.All'],
  ['/applications', 'Application.Read.All'],
  ['/devices', 'Device.Read.All'],
  ['/devices/delta', 'Device.Read.All'],
  ['/devices/$count', 'Directory.Read.All'],
  ['/subscribedSkus', 'Organization.Read.All'],
  ['/directoryRoles', 'RoleManagement.Read.Directory'],
  ['/roleManagement/directory/roleAssignments', 'RoleManagement.Read.Directory'],
  ['/roleManagement/directory/roleDefinitions', 'Directory.Read.All'],
])('%s needs a permission like %s', async (path, permission) => {
  const headers = { ConsistencyLevel: 'eventual' };
  expect((await (await graphUnderTest({}, [permission])).get(path, headers)).status).toBe(200);
  const denied = await (await graphUnderTest({}, ['Policy.Read.All'])).get(path, headers);
  expect(denied).toMatchObject({ status: 403, body: { error: { code: 'Authorization_RequestDenied' } } });
});

it.each([
  '/reports/authenticationMethods/userRegistrationDetails',
  '/auditLogs/directoryAudits',
  '/users?$select=id,signInActivity',
])('%s needs AuditLog.Read.All, and is refused in the words of the reporting service', async (path) => {
  const granted = await graphUnderTest({ premium: true }, ['User.Read.All', 'AuditLog.Read.All']);
  expect((await granted.get(path)).status).toBe(200);
  const denied = await (await graphUnderTest({ premium: true }, ['User.Read.All'])).get(path);
  expect(denied).toMatchObject({ status: 403, body: { error: { code: 'Authentication_MSGraphPermissionMissing' } } });
});

it.each(['/reports/authenticationMethods/userRegistrationDetails', '/users?$select=id,signInActivity'])(
  '%s needs Entra ID P1 or P2',
  async (path) => {
    const graph = await graphUnderTest({ premium: false });
    const refused = { status: 403, body: { error: { code: 'Authentication_RequestFromNonPremiumTenantOrB2CTenant' } } };
    expect(await graph.get(path)).toMatchObject(refused);
    expect((await graph.get('/auditLogs/directoryAudits?$top=1')).status).toBe(200);
    await graph.control('patch', '/graph', { auditNeedsLicence: true });
    expect(await graph.get('/auditLogs/directoryAudits?$top=1')).toMatchObject(refused);
    graph.tenant.premium = true;
    expect((await graph.get(path)).status).toBe(200);
  },
);

it('shows an app with User.ReadBasic.All basic properties only, and keeps the change history from it', async () => {
  const graph = await graphUnderTest({}, ['User.ReadBasic.All']);
  const { body } = await graph.get('/users?$select=displayName,accountEnabled');
  expect(body.value[0]).toEqual({ displayName: 'Ada Admin', accountEnabled: null });
  expect((await graph.get('/users/delta')).status).toBe(403);
});

it('shows members as type and id to an app that may not read users', async () => {
  const graph = await graphUnderTest({ users: 60, groups: 1 }, ['GroupMember.Read.All']);
  const groupId = graph.tenant.directory.groupIdAt(0);
  const { body } = await graph.get(`/groups/${groupId}/members?$select=id,displayName`);
  expect(body.value.length).toBeGreaterThan(10);
  for (const member of body.value) expect(Object.keys(member)).toEqual(['@odata.type', 'id']);
});

it('answers 403, 200, 403 while a grant spreads in a tenant that flaps, and 200 when it has spread', async () => {
  const graph = await graphUnderTest({ propagation: { delayMs: 20_000, flapping: true } });
  const statuses = [];
  for (let i = 0; i < 4; i += 1) statuses.push((await graph.get('/users?$top=1')).status);
  expect(statuses).toEqual([403, 200, 403, 200]);
  await graph.advance(21_000);
  expect((await graph.get('/users?$top=1')).status).toBe(200);
  expect((await graph.get('/users?$top=1')).status).toBe(200);
});

it('sends tracing headers, the time of the emulator, and the same ids inside an error', async () => {
  const graph = await graphUnderTest();
  graph.world.clock.set(new Date('2031-02-03T04:05:06Z'));
  await graph.renewToken();
  const { headers, body } = await graph.get('/users/nobody', { 'client-request-id': '11111111-2222-4333-8444-555555555555' });
  expect(headers.get('date')).toBe('Mon, 03 Feb 2031 04:05:06 GMT');
  expect(headers.get('client-request-id')).toBe('11111111-2222-4333-8444-555555555555');
  expect(JSON.parse(headers.get('x-ms-ags-diagnostic') ?? '')).toHaveProperty('ServerInfo');
  expect(body.error.innerError).toEqual({
    date: '2031-02-03T04:05:06',
    'request-id': headers.get('request-id'),
    'client-request-id': '11111111-2222-4333-8444-555555555555',
  });
});

it('notes tenant, app and error code in the log, and no page token', async () => {
  const graph = await graphUnderTest();
  await graph.get('/users?$skiptoken=secret');
  expect(graph.world.requests.query().at(-1)).toMatchObject({
    kind: 'graph',
    tenantId: graph.tenant.tenantId,
    clientId: graph.principal.appId,
    path: '/v1.0/users',
    status: 400,
    detail: 'Request_BadRequest',
  });
});

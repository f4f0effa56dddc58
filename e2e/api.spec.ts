import type { ApiPage, ApiRun, ApiTenant } from './fixtures/api-client.ts';
import { createApiClient } from './fixtures/api-client.ts';
import { connectTenant } from './fixtures/connect-pages.ts';
import { expect, test } from './fixtures/test.ts';

interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  problems?: { field: string; message: string }[];
}

interface DirectoryObject {
  id: string;
  displayName: string;
  userPrincipalName?: string;
  accountEnabled?: boolean;
  memberCount?: number;
  deletedAt: string | null;
}

const second = 1000;
const nobody = 'ffffffff-ffff-4fff-8fff-ffffffffffff';

test('a service reads a tenant with all its users and groups, page after page, and later only what changed', async ({
  page,
  newCustomer,
  invite,
  api,
  emulator,
}) => {
  const { tenantId, defaultDomain, name, users, groups } = await newCustomer({ users: 450, groups: 30 });
  await connectTenant(page, await invite({ tenantId, externalRef: 'A-1' }), `admin@${defaultDomain}`);

  async function sync(): Promise<ApiRun> {
    const started = await api.post<{ runIds: string[] }>('/runs', { job: 'directory-sync', tenantIds: [tenantId] });
    expect(started.status).toBe(202);
    const [runId] = started.body.runIds;
    const read = async () => (await api.get<ApiRun>(`/runs/${runId}`)).body;
    await expect.poll(async () => (await read()).state, { timeout: 30 * second }).toBe('succeeded');
    return read();
  }
  const truth = async (what: 'users' | 'groups') => sorted(await emulator.truth<DirectoryObject>(tenantId, what));
  const read = async (what: string, limit: number) =>
    sorted(await api.all<DirectoryObject>(`/tenants/${tenantId}/${what}`, limit));

  expect(await sync()).toMatchObject({ tenantId, job: 'directory-sync', errorCode: null });
  const userFields = ({ id, displayName, userPrincipalName, accountEnabled }: DirectoryObject) => ({
    ...{ id, displayName, userPrincipalName, accountEnabled },
  });
  expect((await read('users', 97)).map(userFields)).toEqual((await truth('users')).map(userFields));
  const groupFields = ({ id, displayName }: DirectoryObject) => ({ id, displayName });
  const readGroups = await read('groups', 7);
  expect(readGroups.map(groupFields)).toEqual((await truth('groups')).map(groupFields));
  const members = await emulator.truth<{ groupId: string }>(tenantId, 'members');
  for (const group of readGroups) {
    expect(group.memberCount, group.displayName).toBe(members.filter(({ groupId }) => groupId === group.id).length);
  }
  const { body } = await api.get<ApiTenant>(`/tenants/${tenantId}`);
  expect(body).toMatchObject({
    id: tenantId,
    tenantId,
    name,
    state: 'active',
    externalRef: 'A-1',
    userCount: users,
    groupCount: groups,
  });
  expect(body.membershipCount).toBe(members.length);

  const since = new Date().toISOString();
  const counters = async () =>
    (await emulator.control<Record<string, Record<string, number>>>('GET', '/counters'))[tenantId] ?? {};
  const { fullPassPages } = await counters();
  const [renamed, deleted] = (await truth('users')).filter(
    ({ userPrincipalName = '' }) => !/^(admin|apps|user)@/.test(userPrincipalName),
  );
  await emulator.control('PATCH', `/tenants/${tenantId}/users/${renamed?.id}`, { displayName: 'Réna Meddé' });
  await emulator.control('DELETE', `/tenants/${tenantId}/users/${deleted?.id}`);
  await sync();
  const changed = await api.all<DirectoryObject>(`/tenants/${tenantId}/users?changedSince=${since}`, 1);
  expect(changed.map(({ id }) => id).sort()).toEqual([renamed?.id, deleted?.id].sort());
  expect(changed.find(({ id }) => id === renamed?.id)).toMatchObject({ displayName: 'Réna Meddé', deletedAt: null });
  expect(changed.find(({ id }) => id === deleted?.id)?.deletedAt).not.toBeNull();
  expect((await read('users', 1000)).map(userFields)).toEqual((await truth('users')).map(userFields));
  expect((await counters()).fullPassPages, 'the second run made no full pass').toBe(fullPassPages);

  const runs = await api.all<ApiRun>(`/runs?tenantId=${tenantId}`, 1);
  expect(runs.map(({ job }) => job).sort()).toEqual(['directory-sync', 'directory-sync', 'verify-connection']);
  expect(new Set(runs.map(({ id }) => id)).size).toBe(3);
});

test('tenants are found by state and by words, each once', async ({ api }) => {
  const active = await api.all<ApiTenant>('/tenants?state=active', 1);
  expect(new Set(active.map(({ tenantId }) => tenantId)).size).toBe(active.length);
  for (const tenant of active) expect(tenant.state).toBe('active');
  const { body } = await api.get<ApiPage<ApiTenant>>('/tenants?search=no%20such%20tenant');
  expect(body).toEqual({ items: [], next: null });
});

test('a wrong key, a missing key and a key in the address are refused', async ({ product }) => {
  for (const key of ['tny_wrong', `${product.apiKey}x`, null]) {
    const { status, headers, body } = await createApiClient(product.portalUrl, key).get<Problem>('/tenants');
    expect(status).toBe(401);
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect(body).toMatchObject({ type: 'urn:tenantry:problem:unauthorized', status: 401 });
  }
  const answer = await fetch(`${product.portalUrl}/api/v1/tenants?key=${product.apiKey}`);
  expect(answer.status).toBe(401);
});

test('what cannot be answered is a problem document', async ({ api, product }) => {
  for (const [path, status, field] of [
    ['/nowhere', 404, null],
    [`/tenants/${nobody}`, 404, null],
    [`/tenants/${nobody}/users`, 404, null],
    ['/tenants/rubbish', 404, null],
    [`/runs/${nobody}`, 404, null],
    ['/tenants?limit=0', 400, 'limit'],
    ['/tenants?limit=1&limit=2', 400, 'limit'],
    ['/tenants?colour=blue', 400, 'colour'],
    ['/runs?state=flying', 400, 'state.0'],
    ['/tenants?after=rubbish', 400, 'after'],
    [`/tenants?after=${'A'.repeat(499)}`, 400, 'after'],
  ] as const) {
    const { status: answered, headers, body } = await api.get<Problem>(path);
    expect(answered, path).toBe(status);
    expect(headers.get('content-type'), path).toMatch(/^application\/problem\+json/);
    expect(body, path).toMatchObject({ status, type: expect.any(String), title: expect.any(String), detail: expect.any(String) });
    if (field !== null)
      expect(
        body.problems?.map((problem) => problem.field),
        path,
      ).toEqual([field]);
  }
  const refused = await api.post<Problem>('/runs', { job: 'paint-it-blue', tenantIds: [nobody] });
  expect(refused.status).toBe(422);
  const headers = { authorization: `Bearer ${product.apiKey}`, 'content-type': 'application/json' };
  const post = (body: string) => fetch(`${product.portalUrl}/api/v1/runs`, { method: 'POST', headers, body });
  expect((await post('{')).status).toBe(400);
  expect((await post(`"${'x'.repeat(2 * 1024 * 1024)}"`)).status).toBe(413);
});

test('a method that an address does not offer is refused with those that it does', async ({ product }) => {
  for (const [method, path, allow] of [
    ['DELETE', '/tenants', 'GET, HEAD, OPTIONS'],
    ['POST', `/tenants/${nobody}`, 'GET, HEAD, OPTIONS'],
    ['PATCH', '/runs', 'GET, HEAD, OPTIONS, POST'],
    ['PUT', '/events', 'GET, HEAD, OPTIONS'],
  ] as const) {
    const response = await fetch(`${product.portalUrl}/api/v1${path}`, { method });
    expect([response.status, response.headers.get('allow')], `${method} ${path}`).toEqual([405, allow]);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await response.json()).toMatchObject({ type: 'urn:tenantry:problem:method-not-allowed', status: 405 });
  }
});

test('the OpenAPI document is open to all, of version 3.1, and lists every route', async ({ product }) => {
  const response = await fetch(`${product.portalUrl}/api/v1/openapi.json`);
  expect(response.status).toBe(200);
  const document = (await response.json()) as { openapi: string; servers: { url: string }[]; paths: Record<string, object> };
  expect(document.openapi).toMatch(/^3\.1\./);
  expect(document.servers).toEqual([{ url: `${product.portalUrl}/api/v1` }]);
  const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  expect(routes.sort()).toEqual([
    'delete /schedules/{scheduleId}',
    'get /batches',
    'get /batches/{batchId}',
    'get /events',
    'get /invitations',
    'get /jobs',
    'get /openapi.json',
    'get /runs',
    'get /runs/{runId}',
    'get /runs/{runId}/results',
    'get /schedules',
    'get /schedules/{scheduleId}',
    'get /tenants',
    'get /tenants/{tenantId}',
    'get /tenants/{tenantId}/devices',
    'get /tenants/{tenantId}/groups',
    'get /tenants/{tenantId}/users',
    'patch /schedules/{scheduleId}',
    'post /batches',
    'post /batches/{batchId}/cancel',
    'post /batches/{batchId}/pause',
    'post /batches/{batchId}/resume',
    'post /batches/{batchId}/retry',
    'post /invitations',
    'post /runs',
    'post /runs/{runId}/cancel',
    'post /runs/{runId}/retry',
    'post /schedules',
  ]);
});

test('a service hears of changes as they happen', async ({ product, newVisitor, newCustomer, invite }) => {
  const { tenantId, defaultDomain } = await newCustomer();
  const leaving = new AbortController();
  const headers = { authorization: `Bearer ${product.apiKey}` };
  const stream = await fetch(`${product.portalUrl}/api/v1/events`, { headers, signal: leaving.signal });
  expect(stream.headers.get('content-type')).toMatch(/^text\/event-stream/);
  const heard: string[] = [];
  const reading = stream.body
    ?.pipeThrough(new TextDecoderStream())
    .pipeTo(new WritableStream({ write: (text) => void heard.push(text) }), { signal: leaving.signal });
  await connectTenant(await newVisitor(), await invite({ tenantId }), `admin@${defaultDomain}`);
  await expect.poll(() => heard.join('')).toContain(`{"kind":"tenant","tenantId":"${tenantId}"}`);
  leaving.abort();
  await reading?.catch(() => undefined);
});

test('alive and ready are told to everybody, and nothing else', async ({ product }) => {
  for (const path of ['/api/health', '/api/ready']) {
    const response = await fetch(product.portalUrl + path);
    expect(response.status).toBe(200);
    expect((await response.text()).length, 'no details for strangers').toBeLessThan(40);
  }
});

function sorted<Item extends { id: string }>(items: Item[]): Item[] {
  return items.sort((a, b) => (a.id < b.id ? -1 : 1));
}

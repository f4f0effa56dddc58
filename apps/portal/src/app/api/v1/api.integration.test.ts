import { createTestDatabase, type TestDatabase } from '@tenantry/db/testing';
import { type Actor, createApiKey, createSession, endSession, permissionManifest } from '@tenantry/domain';
import { migrateQueue } from '@tenantry/jobs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { changeHub } from '../../../live/process-hub.ts';
import { setSealedCookie } from '../../../server/cookies.ts';
import { openStreams } from '../../../server/open-streams.ts';
import { services } from '../../../server/services.ts';
import { cookieHeader } from '../../../testing/cookie-header.ts';
import { portalEnvironment, setPortalEnvironment } from '../../../testing/portal-settings.ts';
import { POST as confirmTenant } from '../../console/actions/confirm-tenant/route.ts';
import { POST as createInvitation } from '../../console/actions/create-invitation/route.ts';
import { POST as startFromConsole } from '../../console/actions/start-runs/route.ts';
import { GET as events, POST as postEvents } from './events/route.ts';
import { GET as listInvitations, POST as makeInvitation } from './invitations/route.ts';
import { GET as findRun } from './runs/[runId]/route.ts';
import { GET as listRuns, OPTIONS as optionsOfRuns, PUT as putRuns, POST as startRuns } from './runs/route.ts';
import { GET as listGroups } from './tenants/[tenantId]/groups/route.ts';
import { GET as findTenant } from './tenants/[tenantId]/route.ts';
import { GET as listUsers } from './tenants/[tenantId]/users/route.ts';
import { DELETE as deleteTenants, GET as listTenants } from './tenants/route.ts';

const tenants = Array.from({ length: 5 }, (_, index) => `c0000001-0000-4000-8000-00000000000${index + 1}`);
const [active, settling, , , unclaimed] = tenants as [string, string, string, string, string];
const operator: Actor = { kind: 'operator', id: '00000000-0000-4000-8000-00000000000a', name: 'Test' };
const permissions = permissionManifest.permissions.map(({ value }) => value);

let database: TestDatabase;
let readKey: string;
let runKey: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await migrateQueue({ ownerUrl: database.ownerUrl, appUrl: database.url });
  setPortalEnvironment({ DATABASE_URL: database.url });
  const { database: db } = database;
  await db.asFleet(async (tx) => {
    await tx.tenant.createMany({ data: tenants.map((tenantId, index) => ({ tenantId, name: `Tenant ${index + 1}` })) });
    const stateOf = (tenantId: string) => (tenantId === settling ? 'settling' : tenantId === unclaimed ? 'unclaimed' : 'active');
    await tx.connection.createMany({
      data: tenants.map((tenantId) => ({
        tenantId,
        state: stateOf(tenantId),
        manifestVersion: 1,
        grantedPermissions: permissions,
      })),
    });
  });
  await db.asTenant(active, async (tx) => {
    const user = (id: number, deletedAt: Date | null) => ({
      tenantId: active,
      id: `d0000001-0000-4000-8000-00000000000${id}`,
      displayName: `Person ${id}`,
      generation: 1,
      changedAt: new Date(`2026-01-0${id}T00:00:00Z`),
      deletedAt,
    });
    await tx.directoryUser.createMany({ data: [user(1, null), user(2, null), user(3, new Date('2026-01-03T00:00:00Z'))] });
  });
  const now = new Date();
  readKey = (await createApiKey(db, { name: 'reader', scopes: ['read'], actor: operator, expiresInDays: 1, now })).key;
  runKey = (await createApiKey(db, { name: 'runner', scopes: ['read', 'run'], actor: operator, expiresInDays: 1, now })).key;
});

afterAll(async () => {
  for (const end of [...openStreams()]) end();
  await changeHub().close();
  await services().close();
  await database.drop();
});

const origin = portalEnvironment.PUBLIC_URL;

function ask(path: string, headers: Record<string, string> = { authorization: `Bearer ${readKey}` }): Request {
  return new Request(`${origin}/api/v1${path}`, { headers });
}

function send(path: string, body: unknown, headers: Record<string, string>): Request {
  return new Request(`${origin}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
}

function at(params: Record<string, string> = {}) {
  return { params: Promise.resolve(params) };
}

/** A signed-in operator, as the headers of a browser's request. */
async function signedIn(role: 'Viewer' | 'Operator') {
  const now = new Date();
  const { id } = await createSession(database.database, {
    kind: 'operator',
    tenantId: portalEnvironment.OPERATOR_TENANT_ID,
    oid: operator.id,
    name: 'Omar',
    username: 'omar@example.com',
    role,
    wids: null,
    loginHint: null,
    authenticatedAt: now,
    lifetimeMs: 3_600_000,
    now,
  });
  const cookie = cookieHeader([await setSealedCookie('operatorSession', { sessionId: id }, 3600)]);
  return { id, cookie, ownPage: { cookie, origin, 'sec-fetch-site': 'same-origin' } };
}

describe('who may call', () => {
  test('nobody without a key, and the answer says how', async () => {
    const answer = await listTenants(ask('/tenants', {}), at());
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="tenantry"');
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });

  test('nobody with a key that is none', async () => {
    const answer = await listTenants(ask('/tenants', { authorization: 'Bearer tny_unknown' }), at());
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer realm="tenantry", error="invalid_token"',
    ]);
  });

  test('a key that may only read starts nothing', async () => {
    const wish = { job: 'directory-sync', tenantIds: 'all' };
    const answer = await startRuns(send('/api/v1/runs', wish, { authorization: `Bearer ${readKey}` }), at());
    expect(answer.status).toBe(403);
    expect(answer.headers.get('www-authenticate')).toContain('scope="run"');
    const runs = await (await listRuns(ask('/runs'), at())).json();
    expect(runs.items).toEqual([]);
  });

  test('an operator from our own page reads, and from another origin does not', async () => {
    const { cookie } = await signedIn('Viewer');
    const own = await listTenants(ask('/tenants', { cookie, 'sec-fetch-site': 'same-origin' }), at());
    expect(own.status).toBe(200);
    for (const site of ['same-site', 'cross-site']) {
      expect((await listTenants(ask('/tenants', { cookie, 'sec-fetch-site': site }), at())).status).toBe(401);
    }
    const foreign = await listTenants(ask('/tenants', { cookie, origin: 'https://evil.example' }), at());
    expect(foreign.status).toBe(401);
  });

  test('an operator changes nothing by the API', async () => {
    const { ownPage } = await signedIn('Operator');
    const answer = await makeInvitation(send('/api/v1/invitations', { label: 'x' }, ownPage), at());
    expect(answer.status).toBe(403);
  });
});

describe('lists', () => {
  test('tenants come page by page, each once', async () => {
    const seen: string[] = [];
    let after = '';
    do {
      const page = await (await listTenants(ask(`/tenants?limit=2${after && `&after=${after}`}`), at())).json();
      for (const tenant of page.items) {
        expect(tenant).toMatchObject({
          id: tenant.tenantId,
          name: expect.any(String),
          state: expect.any(String),
          externalRef: null,
        });
        seen.push(tenant.id);
      }
      after = page.next ?? '';
    } while (after !== '');
    expect(seen).toEqual(tenants);
  });

  test('tenants are filtered by state', async () => {
    const page = await (await listTenants(ask('/tenants?state=settling,unclaimed'), at())).json();
    expect(page.items.map(({ id }: { id: string }) => id)).toEqual([settling, unclaimed]);
  });

  test('a cursor of nowhere is refused as a field', async () => {
    const answer = await listTenants(ask('/tenants?after=nowhere'), at());
    expect(answer.status).toBe(400);
    expect((await answer.json()).problems[0].field).toBe('after');
  });

  test('users leave out deleted ones, unless one follows changes', async () => {
    const path = `/tenants/${active}/users`;
    const now = await (await listUsers(ask(path), at({ tenantId: active }))).json();
    expect(now.items.map(({ displayName }: { displayName: string }) => displayName)).toEqual(['Person 1', 'Person 2']);
    const changed = await (await listUsers(ask(`${path}?changedSince=2026-01-02T00:00:00Z`), at({ tenantId: active }))).json();
    expect(changed.items.map(({ displayName }: { displayName: string }) => displayName)).toEqual(['Person 2', 'Person 3']);
    expect(changed.items[1].deletedAt).toBe('2026-01-03T00:00:00.000Z');
  });

  test('what nobody knows is 404, whatever its id looks like', async () => {
    const stranger = '00000000-0000-4000-8000-000000000000';
    for (const tenantId of [stranger, 'contoso.com', '../../etc']) {
      expect((await findTenant(ask('/tenants/x'), at({ tenantId }))).status).toBe(404);
      expect((await listGroups(ask('/tenants/x/groups'), at({ tenantId }))).status).toBe(404);
      expect((await findRun(ask('/runs/x'), at({ runId: tenantId }))).status).toBe(404);
    }
  });
});

describe('changes', () => {
  test('a job starts for several tenants as one batch, and its runs are found', async () => {
    const wish = { job: 'directory-sync', tenantIds: [active, settling, unclaimed], label: 'By script' };
    const answer = await startRuns(send('/api/v1/runs', wish, { authorization: `Bearer ${runKey}` }), at());
    expect(answer.status).toBe(202);
    const started = await answer.json();
    expect(started.skipped).toEqual([{ tenantId: unclaimed, reason: 'unclaimed' }]);
    const runs = await (await listRuns(ask(`/runs?batchId=${started.batchId}`), at())).json();
    expect(runs.items.map(({ id }: { id: string }) => id).toSorted()).toEqual(started.runIds.toSorted());
    const states = Object.fromEntries(
      runs.items.map(({ tenantId, state }: { tenantId: string; state: string }) => [tenantId, state]),
    );
    expect(states).toEqual({ [active]: 'queued', [settling]: 'held' });
    const run = await (await findRun(ask('/runs/x'), at({ runId: started.runIds[0] }))).json();
    expect(run).toMatchObject({ job: 'directory-sync', trigger: 'api', params: { fullPass: false } });
  });

  test('a job that is none, or a parameter that is wrong, is refused by field', async () => {
    const headers = { authorization: `Bearer ${runKey}` };
    const unknown = await startRuns(send('/api/v1/runs', { job: 'nothing', tenantIds: 'all' }, headers), at());
    expect([unknown.status, (await unknown.json()).problems[0].field]).toEqual([422, 'job']);
    const wish = { job: 'directory-sync', params: { fullPass: 'perhaps' }, tenantIds: 'all' };
    const wrong = await startRuns(send('/api/v1/runs', wish, headers), at());
    expect([wrong.status, (await wrong.json()).problems[0].field]).toEqual([422, 'params.fullPass']);
  });

  test('an invitation is made and listed with its link', async () => {
    const headers = { authorization: `Bearer ${runKey}` };
    const wish = { label: 'Contoso', domain: 'contoso.example', externalRef: 'K-1' };
    const answer = await makeInvitation(send('/api/v1/invitations', wish, headers), at());
    expect(answer.status).toBe(201);
    const made = await answer.json();
    expect(made.url).toMatch(/^https:\/\/portal\.example\.com\/connect\/i\/[\w-]{20,}$/);
    const page = await (await listInvitations(ask('/invitations'), at())).json();
    expect(page.items[0]).toMatchObject({ id: made.id, standing: 'open', externalRef: 'K-1' });
  });
});

describe('the console’s own actions', () => {
  const wish = { job: 'verify-connection', tenantIds: [active] };

  test('need a signed-in operator who may act, and one of our own pages', async () => {
    const viewer = await signedIn('Viewer');
    const actor = await signedIn('Operator');
    const statusOf = async (headers: Record<string, string>) =>
      (await startFromConsole(send('/console/actions/start-runs', wish, headers))).status;
    expect(await statusOf({ origin })).toBe(401);
    expect(await statusOf(viewer.ownPage)).toBe(403);
    expect(await statusOf({ ...actor.ownPage, origin: 'http://localhost:4000' })).toBe(403);
    expect(await statusOf({ authorization: `Bearer ${runKey}`, origin })).toBe(401);
    expect(await statusOf(actor.ownPage)).toBe(200);
  });

  test('confirm a tenant once', async () => {
    const { ownPage } = await signedIn('Operator');
    const confirm = () => confirmTenant(send('/console/actions/confirm-tenant', { tenantId: unclaimed }, ownPage));
    expect((await confirm()).status).toBe(200);
    expect((await confirm()).status).toBe(422);
    const tenant = await (await findTenant(ask('/tenants/x'), at({ tenantId: unclaimed }))).json();
    expect(tenant.state).toBe('active');
  });

  test('refuse a form field by field', async () => {
    const { ownPage } = await signedIn('Operator');
    const form = { label: '', tenantId: '', domain: '', externalRef: 'K-2', expiresInDays: 14 };
    const answer = await createInvitation(send('/console/actions/create-invitation', form, ownPage));
    expect(answer.status).toBe(400);
    expect((await answer.json()).problems.map(({ field }: { field: string }) => field)).toContain('label');
  });
});

describe('the event stream', () => {
  test('tells of a change that was committed, and ends within ten seconds after sign-out', async () => {
    const { id, cookie } = await signedIn('Viewer');
    const answer = await events(ask('/events', { cookie, 'sec-fetch-site': 'same-origin' }));
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    let text = '';
    let ended = false;
    const reading = (async () => {
      for await (const part of answer.body ?? []) text += new TextDecoder().decode(part);
      ended = true;
    })();
    const wish = { job: 'directory-sync', tenantIds: [active] };
    const started = await startRuns(send('/api/v1/runs', wish, { authorization: `Bearer ${runKey}` }), at());
    const { runIds } = await started.json();
    await vi.waitFor(() => expect(text).toContain(`{"kind":"run","runId":"${runIds[0]}","tenantId":"${active}"}`), 5000);
    await endSession(database.database, id);
    await vi.waitFor(() => expect(ended).toBe(true), 10_000);
    await reading;
  });

  test('is closed to strangers', async () => {
    for (const headers of [{}, { accept: 'text/event-stream' }, { accept: 'text/event-stream', 'sec-fetch-site': 'same-site' }]) {
      expect((await events(ask('/events', headers))).status).toBe(401);
    }
  });

  test('tells a page of our own whose session is over that it is, and nothing else', async () => {
    const answer = await events(ask('/events', { accept: 'text/event-stream', 'sec-fetch-site': 'same-origin' }));
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    expect(await answer.text()).toBe('event: ended\ndata: {}\n\n');
  });
});

describe('a method that is not offered', () => {
  test('is answered with a problem that names those that are', async () => {
    for (const [handler, allowed] of [
      [deleteTenants, 'GET, HEAD, OPTIONS'],
      [putRuns, 'GET, HEAD, OPTIONS, POST'],
      [postEvents, 'GET, HEAD, OPTIONS'],
    ] as const) {
      const answer = handler();
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, allowed]);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(await answer.json()).toMatchObject({ type: 'urn:tenantry:problem:method-not-allowed', status: 405 });
    }
    expect([optionsOfRuns().status, optionsOfRuns().headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS, POST']);
  });
});

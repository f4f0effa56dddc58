import { changedTables, readWholeDatabase } from '@tenantry/db/testing';
import {
  beginConsent,
  createInvitation,
  createSession,
  type Invitation,
  permissionManifest,
  recordProof,
} from '@tenantry/domain';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { setSealedCookie } from '../../../server/cookies.ts';
import { cookieHeader } from '../../../testing/cookie-header.ts';
import { type HandlersUnderTest, startHandlers } from '../../../testing/handlers.ts';
import { portalEnvironment } from '../../../testing/portal-settings.ts';
import { GET } from './route.ts';

let under: HandlersUnderTest;
let invitation: Invitation;
let tenants = 0;

/** A pending request of a tenant of its own, and the browser that made it. */
let tenantId: string;
let state: string;
let cookie: string;

const roles = permissionManifest.permissions.map(({ value }) => value);
const organization = { displayName: 'Fabrikam', defaultDomain: 'fabrikam.example', verifiedDomains: ['fabrikam.example'] };

beforeAll(async () => {
  under = await startHandlers();
  invitation = await createInvitation(under.database.database, {
    label: 'Fabrikam',
    expiresInDays: 7,
    operator: { kind: 'operator', id: 'test', name: 'test' },
    now: new Date(),
  });
});
afterAll(() => under.close());

async function begin(): Promise<{ state: string; cookie: string }> {
  const db = under.database.database;
  const now = new Date();
  const person = { tenantId, oid: crypto.randomUUID(), username: 'admin@fabrikam.example', name: 'Ada' };
  const session = { ...person, kind: 'tenant_admin' as const, role: null, wids: [], loginHint: null };
  const { id } = await createSession(db, { ...session, authenticatedAt: now, lifetimeMs: 3_600_000, now });
  const signedIn = { ...person, sessionId: id, standing: 'tenant-admin' as const };
  const begun = await beginConsent(db, {
    person: signedIn,
    tenantName: 'fabrikam.example',
    invitation,
    connect: 'invitation',
    now,
  });
  if (begun.kind !== 'begun') throw new Error(begun.reason);
  const set = await setSealedCookie('connectSession', { sessionId: id, invitationCode: invitation.code }, 3600);
  return { state: begun.state, cookie: cookieHeader([set]) };
}

beforeEach(async () => {
  tenantId = `f0000000-0000-4000-8000-${String(++tenants).padStart(12, '0')}`;
  ({ state, cookie } = await begin());
});

function comeBack(query: Record<string, string> | string, as = cookie): Promise<Response> {
  const url = new URL('/connect/callback', portalEnvironment.PUBLIC_URL);
  url.search = typeof query === 'string' ? query : new URLSearchParams(query).toString();
  return GET(new Request(url, { headers: { cookie: as, 'x-forwarded-for': tenantId } }));
}

/** Comes back and tells where the browser was led and which tables are not as before. */
async function effectOf(query: Record<string, string> | string, as = cookie): Promise<{ led: string; changed: string[] }> {
  const before = await readWholeDatabase(under.database.ownerUrl);
  const answer = await comeBack(query, as);
  const after = await readWholeDatabase(under.database.ownerUrl);
  expect(answer.status).toBe(303);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  const led = (answer.headers.get('location') ?? '').replace(portalEnvironment.PUBLIC_URL, '');
  return { led, changed: changedTables(before, after).sort() };
}

async function requestNow() {
  return under.database.database.asFleet((tx) =>
    tx.consentRequest.findFirstOrThrow({ where: { tenantId }, orderBy: { createdAt: 'desc' } }),
  );
}

async function connectionNow() {
  return under.database.database.asFleet((tx) => tx.connection.findUnique({ where: { tenantId } }));
}

const approval = () => ({ admin_consent: 'True', tenant: tenantId, state });
const nothing = (note: string) => ({ led: `/connect/status?note=${note}`, changed: [] });

describe('another browser, or none', () => {
  test('an approval without a cookie changes nothing', async () => {
    expect(await effectOf(approval(), '')).toEqual(nothing('not-yours'));
  });

  test('an approval with the cookie of another session changes nothing', async () => {
    expect(await effectOf(approval(), (await begin()).cookie)).toEqual(nothing('not-yours'));
  });

  test('an error with the cookie of another session leaves the request pending', async () => {
    const other = await begin();
    expect(await effectOf({ error: 'access_denied', admin_consent: 'True', state }, other.cookie)).toEqual(nothing('not-yours'));
    expect(await effectOf(approval())).toMatchObject({ led: '/connect/status' });
  });

  test('a session that was ended counts as none', async () => {
    await under.database.database.asFleet((tx) => tx.session.deleteMany({ where: { tenantId } }));
    expect(await effectOf(approval())).toEqual(nothing('not-yours'));
  });
});

describe('the right browser with a state that is no longer pending', () => {
  test('a state that was never given out changes nothing', async () => {
    expect(await effectOf({ ...approval(), state: 'x'.repeat(43) })).toEqual(nothing('already-used'));
  });

  test('a state that was used changes nothing, whatever comes with it', async () => {
    await comeBack(approval());
    expect(await effectOf(approval())).toEqual(nothing('already-used'));
    expect(await effectOf({ error: 'access_denied', state })).toEqual(nothing('already-used'));
    expect(await effectOf({ ...approval(), tenant: crypto.randomUUID() })).toEqual(nothing('already-used'));
  });

  test('a state that has expired changes nothing', async () => {
    await under.database.database.asFleet((tx) =>
      tx.consentRequest.updateMany({ where: { tenantId }, data: { expiresAt: new Date(Date.now() - 1000) } }),
    );
    expect(await effectOf(approval())).toEqual(nothing('already-used'));
    expect(await effectOf({ error: 'access_denied', state })).toEqual(nothing('already-used'));
  });
});

describe('the right browser with a pending state', () => {
  test('an answer for another tenant fails the request, is audited, and does nothing else', async () => {
    const other = crypto.randomUUID();
    expect(await effectOf({ ...approval(), tenant: other })).toEqual({
      led: '/connect/status',
      changed: ['audit', 'consent_request'],
    });
    expect(await requestNow()).toMatchObject({ state: 'failed', outcomeCode: 'wrong-tenant' });
  });

  test('an error decides before admin_consent=True: the request is declined and audited', async () => {
    const description = 'AADSTS65004: User declined to consent. Correlation ID: 0a1b2c3d-0000-4000-8000-000000000001';
    const query = { admin_consent: 'True', error: 'consent_required', error_description: description, tenant: tenantId, state };
    expect(await effectOf(query)).toEqual({ led: '/connect/status', changed: ['audit', 'consent_request'] });
    expect(await requestNow()).toMatchObject({ state: 'declined', outcomeCode: 'AADSTS65004' });
  });

  test('an error that is no refusal fails the request', async () => {
    expect(await effectOf({ error: 'server_error', admin_consent: 'True', state })).toEqual({
      led: '/connect/status',
      changed: ['audit', 'consent_request'],
    });
    expect(await requestNow()).toMatchObject({ state: 'failed', outcomeCode: 'server_error' });
  });

  test.each([['True'], ['true']])(
    'admin_consent=%s returns the request and makes a proof due, and no more than that',
    async (word) => {
      const { led, changed } = await effectOf({ ...approval(), admin_consent: word });
      expect(led).toBe('/connect/status');
      expect(changed).toEqual(expect.arrayContaining(['audit', 'connection', 'consent_request', 'run', 'tenant']));
      expect(await requestNow()).toMatchObject({ state: 'returned' });
      expect(await connectionNow()).toMatchObject({ state: 'settling', provenAt: null });
    },
  );

  test('a tenant that is absent from the answer is taken from the request', async () => {
    await effectOf({ admin_consent: 'True', state });
    expect(await connectionNow()).toMatchObject({ state: 'settling' });
  });

  test('an active connection keeps its state, and a proof is due', async () => {
    await comeBack(approval());
    await recordProof(under.database.database, { tenantId, result: { kind: 'proven', roles, organization }, now: new Date() });
    await under.database.database.asFleet((tx) => tx.connection.update({ where: { tenantId }, data: { state: 'active' } }));
    await under.database.database.asFleet((tx) => tx.run.updateMany({ where: { tenantId }, data: { state: 'succeeded' } }));
    const again = await begin();
    expect(await effectOf({ admin_consent: 'True', tenant: tenantId, state: again.state }, again.cookie)).toMatchObject({
      led: '/connect/status',
    });
    expect(await connectionNow()).toMatchObject({ state: 'active' });
    const due = await under.database.database.asFleet((tx) => tx.run.count({ where: { tenantId, state: 'queued' } }));
    expect(due).toBe(1);
  });
});

describe('an altered query is answered with a page and changes nothing', () => {
  test.each([
    ['nothing at all', () => ''],
    ['a state alone', () => `state=${state}`],
    ['the state twice', () => `admin_consent=True&tenant=${tenantId}&state=${state}&state=${state}`],
    ['two tenants', () => `admin_consent=True&tenant=${tenantId}&tenant=${crypto.randomUUID()}&state=${state}`],
    ['a tenant that is no GUID', () => `admin_consent=True&tenant=%00%ff..%2f&state=${state}`],
    ['a refusal in admin_consent', () => `admin_consent=False&tenant=${tenantId}&state=${state}`],
    ['a megabyte', () => `admin_consent=True&tenant=${tenantId}&state=${'s'.repeat(1024 * 1024)}`],
  ])('%s', async (_, query) => {
    const effect = await effectOf(query());
    expect(effect.changed).toEqual([]);
    expect(effect.led).toMatch(/^\/connect\/status\?note=(unreadable|already-used)$/);
    expect(await requestNow()).toMatchObject({ state: 'pending' });
  });

  test('extra parameters do not matter', async () => {
    await effectOf({ ...approval(), scope: 'https://graph.microsoft.com/.default', session_state: 'x', '': '' });
    expect(await requestNow()).toMatchObject({ state: 'returned' });
  });
});

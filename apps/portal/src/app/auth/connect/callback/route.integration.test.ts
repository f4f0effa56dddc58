import { changedTables, readWholeDatabase } from '@tenantry/db/testing';
import { createInvitation, type Invitation } from '@tenantry/domain';
import { addCustomer } from '@tenantry/emulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cookieNames } from '../../../../server/cookies.ts';
import { createConnectVisitor, type HandlersUnderTest, startHandlers } from '../../../../testing/handlers.ts';
import { portalEnvironment } from '../../../../testing/portal-settings.ts';
import { GET as returnFromConsent } from '../../../connect/callback/route.ts';
import { POST as consent } from '../../../connect/consent/route.ts';
import { POST as signOut } from '../../../connect/sign-out/route.ts';
import { POST as start } from '../../../connect/start/route.ts';
import { GET as callback } from './route.ts';

const contoso = 'e0000000-0000-4000-8000-000000000001';
const fabrikam = 'e0000000-0000-4000-8000-000000000002';
let under: HandlersUnderTest;
let invitation: Invitation;

beforeAll(async () => {
  under = await startHandlers();
  const admin = { username: 'admin', displayName: 'Ada', kind: 'global-admin' as const };
  const user = { username: 'user', displayName: 'Uwe', kind: 'user' as const };
  for (const [tenantId, name] of [
    [contoso, 'contoso'],
    [fabrikam, 'fabrikam'],
  ] as const) {
    addCustomer(under.emulator.world, {
      tenantId,
      name,
      defaultDomain: `${name}.example`,
      countryCode: 'SE',
      users: 3,
      accounts: [admin, user],
    });
  }
  invitation = await createInvitation(under.database.database, {
    label: 'Anybody',
    expiresInDays: 1,
    operator: { kind: 'operator', id: 'test', name: 'test' },
    now: new Date(),
  });
});
afterAll(() => under.close());

const sessions = () => under.database.database.asFleet((tx) => tx.session.findMany({ orderBy: { expiresAt: 'desc' } }));
const locationOf = (answer: Response) => (answer.headers.get('location') ?? '').replace(portalEnvironment.PUBLIC_URL, '');

async function signIn(username: string, fields: Record<string, string> = {}) {
  const visitor = createConnectVisitor();
  const started = await visitor.post(start, '/connect/start', { invitation: invitation.code, ...fields });
  const address = await visitor.throughEmulator(started, username);
  return { visitor, started, address, answer: await visitor.get(callback, address) };
}

test('before sign-in nothing is written, and the browser goes to the sign-in host with a state, a nonce and a code challenge', async () => {
  const before = await readWholeDatabase(under.database.ownerUrl);
  const started = await createConnectVisitor().post(start, '/connect/start', { invitation: invitation.code });
  const address = new URL(started.headers.get('location') ?? '');
  expect(started.status).toBe(303);
  expect(address.origin + address.pathname).toBe(`${under.emulator.url}/organizations/oauth2/v2.0/authorize`);
  expect(Object.fromEntries(address.searchParams)).toMatchObject({
    client_id: portalEnvironment.SIGNIN_CLIENT_ID,
    redirect_uri: `${portalEnvironment.PUBLIC_URL}/auth/connect/callback`,
    scope: 'openid profile',
    prompt: 'select_account',
    code_challenge_method: 'S256',
    state: expect.stringMatching(/^.{43}$/),
    nonce: expect.stringMatching(/^.{43}$/),
  });
  expect(changedTables(before, await readWholeDatabase(under.database.ownerUrl))).toEqual([]);
});

test('a tenant admin who signs in has a session of their own tenant and stands before the confirmation page', async () => {
  const { answer, visitor } = await signIn('admin@contoso.example');
  expect(answer.status).toBe(303);
  expect(locationOf(answer)).toBe('/connect/confirm');
  expect(visitor.cookie()).toContain(cookieNames.connectSession);
  expect(visitor.cookie()).not.toContain(cookieNames.operatorSession);
  const [session] = await sessions();
  expect(session).toMatchObject({
    kind: 'tenant_admin',
    tenantId: contoso,
    username: 'admin@contoso.example',
    role: null,
    widsKnown: true,
  });
});

test('an answer is accepted once and only in the browser that asked', async () => {
  const { visitor, address } = await signIn('admin@contoso.example');
  const count = (await sessions()).length;
  expect(locationOf(await visitor.get(callback, address))).toBe('/connect/failed?problem=state-mismatch');
  expect(locationOf(await createConnectVisitor().get(callback, address))).toBe('/connect/failed?problem=state-mismatch');
  expect(await sessions()).toHaveLength(count);
});

test('a second sign-in makes a new session and ends the first one', async () => {
  const { visitor } = await signIn('user@contoso.example');
  const [first] = await sessions();
  const again = await visitor.post(start, '/connect/start', { invitation: invitation.code });
  await visitor.get(callback, await visitor.throughEmulator(again, 'admin@fabrikam.example'));
  const now = await sessions();
  expect(now.map(({ id }) => id)).not.toContain(first?.id);
  expect(now[0]).toMatchObject({ tenantId: fabrikam });
});

test('a link that is pinned to a tenant signs in at that tenant', async () => {
  const { started } = await signIn('admin@contoso.example', { tenant: contoso });
  expect(started.headers.get('location')).toContain(`/${contoso}/oauth2/v2.0/authorize`);
});

test('an error from Entra gets its page, and the number alone of what it said', async () => {
  const visitor = createConnectVisitor();
  const started = await visitor.post(start, '/connect/start', { invitation: invitation.code });
  const state = new URL(started.headers.get('location') ?? '').searchParams.get('state') ?? '';
  const description = 'AADSTS65004: declined <script>alert(1)</script>';
  const query = new URLSearchParams({ error: 'access_denied', error_description: description, state });
  const led = locationOf(await visitor.get(callback, `/auth/connect/callback?${query}`));
  expect(led).toMatch(/^\/connect\/failed\?problem=declined&aadsts=65004&invitation=[\w-]+$/);
});

test('a form of another origin begins nothing, and one without an origin neither', async () => {
  const visitor = createConnectVisitor();
  const foreign = await visitor.post(start, '/connect/start', { invitation: invitation.code }, 'http://localhost:4000');
  expect(locationOf(foreign)).toBe('/connect');
  expect(visitor.cookie()).toBe('');
  const { visitor: signedIn } = await signIn('admin@contoso.example');
  const before = await readWholeDatabase(under.database.ownerUrl);
  await signedIn.post(consent, '/connect/consent', { tenant: contoso, invitation: invitation.code }, 'https://evil.example');
  await signedIn.post(signOut, '/connect/sign-out', {}, 'https://evil.example');
  expect(changedTables(before, await readWholeDatabase(under.database.ownerUrl))).toEqual([]);
});

test('an unknown or revoked link is not followed to sign-in', async () => {
  const answer = await createConnectVisitor().post(start, '/connect/start', { invitation: 'neverMade12345' });
  expect(locationOf(answer)).toBe('/connect/i/neverMade12345');
});

test('the way through Microsoft’s consent page ends in a returned request of the tenant that signed in', async () => {
  const { visitor } = await signIn('admin@contoso.example');
  const sent = await visitor.post(consent, '/connect/consent', { tenant: contoso, invitation: invitation.code });
  const address = new URL(sent.headers.get('location') ?? '');
  expect(address.pathname).toBe(`/${contoso}/v2.0/adminconsent`);
  expect(address.searchParams.get('scope')).toBe('https://graph.microsoft.com/.default');
  const back = await visitor.throughEmulator(sent, 'admin@contoso.example');
  expect(locationOf(await visitor.get(returnFromConsent, back))).toBe('/connect/status');
  const request = await under.database.database.asFleet((tx) => tx.consentRequest.findFirst({ where: { tenantId: contoso } }));
  expect(request).toMatchObject({ state: 'returned', personIsTenantAdmin: true, tenantName: 'contoso.example' });
});

test('a confirmation page older than the session begins nothing and is shown anew', async () => {
  const { visitor } = await signIn('admin@fabrikam.example');
  const answer = await visitor.post(consent, '/connect/consent', { tenant: contoso, invitation: invitation.code });
  expect(locationOf(answer)).toBe('/connect/confirm');
  expect(await under.database.database.asFleet((tx) => tx.consentRequest.count({ where: { tenantId: fabrikam } }))).toBe(0);
});

test('somebody who is no administrator cannot begin a consent request', async () => {
  const { visitor } = await signIn('user@fabrikam.example');
  const answer = await visitor.post(consent, '/connect/consent', { tenant: fabrikam, invitation: invitation.code });
  expect(locationOf(answer)).toBe('/connect/confirm');
  expect(await under.database.database.asFleet((tx) => tx.consentRequest.count({ where: { tenantId: fabrikam } }))).toBe(0);
});

test('sign-out ends the session here, then leads to Microsoft and back to our page', async () => {
  const { visitor } = await signIn('admin@fabrikam.example');
  const [session] = await sessions();
  const answer = await visitor.post(signOut, '/connect/sign-out');
  const address = new URL(answer.headers.get('location') ?? '');
  expect(address.pathname).toBe(`/${fabrikam}/oauth2/v2.0/logout`);
  expect(address.searchParams.get('post_logout_redirect_uri')).toBe(`${portalEnvironment.PUBLIC_URL}/signed-out`);
  expect((await sessions()).map(({ id }) => id)).not.toContain(session?.id);
  expect(visitor.cookie()).not.toContain(cookieNames.connectSession);
});

test('more sign-ins from one address than a minute allows are answered with 429 and when to come again', async () => {
  const visitor = createConnectVisitor();
  const answers: Response[] = [];
  for (let n = 0; n < 61; n++) answers.push(await visitor.post(start, '/connect/start', { invitation: invitation.code }));
  const refused = answers.filter((answer) => answer.status === 429);
  expect(refused).toHaveLength(1);
  expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refused[0]?.text()).toContain('Too many requests');
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { cookieNames } from '../../../../server/cookies.ts';
import { operatorSessionOf } from '../../../../server/session.ts';
import { createConnectVisitor, type HandlersUnderTest, startHandlers } from '../../../../testing/handlers.ts';
import { portalEnvironment } from '../../../../testing/portal-settings.ts';
import { POST as signOut } from '../sign-out/route.ts';
import { GET as start } from '../start/route.ts';
import { GET as callback } from './route.ts';

let under: HandlersUnderTest;

beforeAll(async () => {
  under = await startHandlers();
});
afterAll(() => under.close());

const locationOf = (answer: Response) => (answer.headers.get('location') ?? '').replace(portalEnvironment.PUBLIC_URL, '');
const sessions = () => under.database.database.asFleet((tx) => tx.session.findMany());

async function signIn(username: string, path = '/auth/operator/start') {
  const visitor = createConnectVisitor();
  const started = await visitor.get(start, path);
  const address = await visitor.throughEmulator(started, username);
  return { visitor, started, address, answer: await visitor.get(callback, address) };
}

const asRequest = (cookie: string) => new Request(portalEnvironment.PUBLIC_URL, { headers: { cookie } });

test('operators sign in at their own tenant and at no other', async () => {
  const started = await createConnectVisitor().get(start, '/auth/operator/start');
  expect(new URL(started.headers.get('location') ?? '').pathname).toBe(
    `/${portalEnvironment.OPERATOR_TENANT_ID}/oauth2/v2.0/authorize`,
  );
});

test('a script is not sent to the sign-in host, where its page may not let it go', async () => {
  const request = new Request(`${portalEnvironment.PUBLIC_URL}/auth/operator/start`, { headers: { 'sec-fetch-dest': 'empty' } });
  const answer = await start(request);
  expect([answer.status, answer.headers.get('location'), answer.headers.getSetCookie()]).toEqual([204, null, []]);
});

test.each([
  ['admin', 'Admin'],
  ['operator', 'Operator'],
  ['viewer', 'Viewer'],
])('%s@contoso-cloud.example has a session with the role %s', async (name, role) => {
  const { visitor, answer } = await signIn(`${name}@contoso-cloud.example`);
  expect(locationOf(answer)).toBe('/console');
  expect(await operatorSessionOf(asRequest(visitor.cookie()))).toMatchObject({ role, username: `${name}@contoso-cloud.example` });
});

test('a person of the tenant without a role is told so, and is no operator', async () => {
  const { visitor, answer } = await signIn('employee@contoso-cloud.example');
  expect(locationOf(answer)).toBe('/auth/operator/no-role');
  expect(await operatorSessionOf(asRequest(visitor.cookie()))).toBeNull();
});

test('the page to come back to is one of our names; anything else leads to the overview', async () => {
  const id = '11111111-1111-4111-8111-111111111111';
  const named = await signIn('admin@contoso-cloud.example', `/auth/operator/start?to=tenant&id=${id}`);
  expect(locationOf(named.answer)).toBe(`/console/tenants/${id}`);
  for (const to of ['//evil.example', 'https://evil.example', '/console/tenants', 'toString']) {
    const { answer } = await signIn('admin@contoso-cloud.example', `/auth/operator/start?to=${encodeURIComponent(to)}`);
    expect(locationOf(answer)).toBe('/console');
  }
});

test('a session row that is gone ends the session at once', async () => {
  const { visitor } = await signIn('admin@contoso-cloud.example');
  await under.database.database.asFleet((tx) => tx.session.deleteMany({}));
  expect(await operatorSessionOf(asRequest(visitor.cookie()))).toBeNull();
});

test('the session of a customer’s administrator is not taken for an operator’s', async () => {
  const { visitor } = await signIn('admin@contoso-cloud.example');
  await under.database.database.asFleet((tx) => tx.session.updateMany({ data: { kind: 'tenant_admin' } }));
  expect(await operatorSessionOf(asRequest(visitor.cookie()))).toBeNull();
});

test('an answer that this browser did not ask for gets a page and no session', async () => {
  const { address } = await signIn('admin@contoso-cloud.example');
  const count = (await sessions()).length;
  const answer = await createConnectVisitor().get(callback, address);
  expect(locationOf(answer)).toBe('/auth/operator/failed?problem=state-mismatch');
  expect(await sessions()).toHaveLength(count);
});

test('sign-out deletes the row and leads to Microsoft; from another origin it does nothing', async () => {
  const { visitor } = await signIn('operator@contoso-cloud.example');
  await visitor.post(signOut, '/auth/operator/sign-out', {}, 'http://localhost:4000');
  expect(await operatorSessionOf(asRequest(visitor.cookie()))).not.toBeNull();
  const cookie = visitor.cookie();
  const answer = await visitor.post(signOut, '/auth/operator/sign-out');
  expect(answer.headers.get('location')).toContain(`/${portalEnvironment.OPERATOR_TENANT_ID}/oauth2/v2.0/logout`);
  expect(visitor.cookie()).not.toContain(cookieNames.operatorSession);
  expect(await operatorSessionOf(asRequest(cookie))).toBeNull();
});

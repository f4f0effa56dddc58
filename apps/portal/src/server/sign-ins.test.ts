import { beforeAll, expect, test } from 'vitest';
import { cookieHeader } from '../testing/cookie-header.ts';
import { setPortalEnvironment } from '../testing/portal-settings.ts';
import { cookieNames, readSealedCookie, setSealedCookie } from './cookies.ts';
import { connectCookie } from './session.ts';
import { rememberSignIn, takeSignIn } from './sign-ins.ts';

beforeAll(() => setPortalEnvironment());

const transaction = (state: string) => ({
  state,
  nonce: 'n'.repeat(43),
  codeVerifier: 'v'.repeat(43),
  tenant: 'organizations',
  redirectUri: 'https://portal.example.com/auth/connect/callback',
  startedAt: new Date().toISOString(),
});
const afterwards = { to: 'confirm' as const, invitationCode: 'c'.repeat(32) };

function requestWith(cookie: string): Request {
  return new Request('https://portal.example.com/', { headers: { cookie } });
}

async function begin(states: string[]): Promise<string> {
  let cookie = '';
  for (const state of states) {
    const set = await rememberSignIn('connectSignIns', requestWith(cookie), { transaction: transaction(state), afterwards });
    cookie = cookieHeader([set]);
  }
  return cookie;
}

test('a sign-in in progress is found again by its state, once', async () => {
  const cookie = await begin(['first', 'second']);
  const taken = await takeSignIn('connectSignIns', requestWith(cookie), 'first');
  expect(taken.begun?.afterwards).toEqual(afterwards);
  const again = await takeSignIn('connectSignIns', requestWith(cookieHeader([taken.setCookie])), 'first');
  expect(again.begun).toBeNull();
});

test('five sign-ins may be in progress in one browser; a sixth gives up the oldest', async () => {
  const states = Array.from({ length: 6 }, (_, index) => `${index}${'s'.repeat(42)}`);
  const cookie = await begin(states);
  expect(cookie.length).toBeLessThan(4096);
  const found = await Promise.all(states.map((state) => takeSignIn('connectSignIns', requestWith(cookie), state)));
  expect(found.map(({ begun }) => begun !== null)).toEqual([false, true, true, true, true, true]);
});

test('an answer whose state was never sent, or is missing, finds nothing', async () => {
  const cookie = await begin(['known']);
  expect((await takeSignIn('connectSignIns', requestWith(cookie), 'unknown')).begun).toBeNull();
  expect((await takeSignIn('connectSignIns', requestWith(cookie), null)).begun).toBeNull();
});

test('the content of one cookie is not accepted in another', async () => {
  const session = { sessionId: '11111111-1111-4111-8111-111111111111', invitationCode: null };
  const set = await setSealedCookie('connectSession', session, 60);
  const value = set.slice(set.indexOf('=') + 1, set.indexOf(';'));
  const under = (name: string) => ({ get: (asked: string) => (asked === name ? { value } : undefined) });
  expect(await readSealedCookie(under(cookieNames.connectSession), 'connectSession', connectCookie)).toEqual(session);
  expect(await readSealedCookie(under(cookieNames.operatorSession), 'operatorSession', connectCookie)).toBeNull();
});

test('every cookie is bound to the host, Secure, HttpOnly and SameSite=Lax', async () => {
  const set = await setSealedCookie('operatorSession', {}, 60);
  expect(set).toMatch(/^__Host-[^;]+; Max-Age=60; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
});

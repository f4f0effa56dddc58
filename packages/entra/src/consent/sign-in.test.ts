import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { clientId, oid, signInFixture, tenantId } from '../testing/sign-in-fixture.ts';
import { createSignIn, SignInError } from './index.ts';

const minute = 60_000;
const other = 'c0000000-0000-4000-8000-00000000000b';
const redirectUri = 'http://localhost:3000/auth/connect/callback';

const production = createSignIn({ entraBaseUrl: 'https://login.microsoftonline.com', clientId, clientSecret: 'x' });

test('the authorize address asks for a code with PKCE, state and nonce, and for no more than openid and profile', async () => {
  const { url, transaction } = await production.begin({
    tenant: 'organizations',
    redirectUri,
    prompt: 'select_account',
    loginHint: 'a@b.c',
  });
  const { origin, pathname, searchParams } = new URL(url);
  expect(origin + pathname).toBe('https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize');
  expect(Object.fromEntries(searchParams)).toEqual({
    client_id: clientId,
    response_type: 'code',
    response_mode: 'query',
    redirect_uri: redirectUri,
    scope: 'openid profile',
    state: transaction.state,
    nonce: transaction.nonce,
    code_challenge: createHash('sha256').update(transaction.codeVerifier).digest('base64url'),
    code_challenge_method: 'S256',
    prompt: 'select_account',
  });
  expect(JSON.parse(JSON.stringify(transaction))).toEqual(transaction);
});

test('a sign-in is begun at the tenant that is named, with the hint that is given', async () => {
  const { url } = await production.begin({ tenant: tenantId.toUpperCase(), redirectUri, prompt: 'login', loginHint: 'hint' });
  expect(new URL(url).pathname).toBe(`/${tenantId}/oauth2/v2.0/authorize`);
  expect(new URL(url).searchParams.get('login_hint')).toBe('hint');
  await expect(production.begin({ tenant: 'common', redirectUri })).rejects.toThrow(TypeError);
  await expect(production.begin({ tenant: `${tenantId}/../x`, redirectUri })).rejects.toThrow(TypeError);
});

test('no two sign-ins share state, nonce or verifier', async () => {
  const begun = await Promise.all(Array.from({ length: 50 }, () => production.begin({ tenant: 'organizations', redirectUri })));
  const secrets = begun.flatMap(({ transaction: { state, nonce, codeVerifier } }) => [state, nonce, codeVerifier]);
  expect(new Set(secrets).size).toBe(150);
  for (const secret of secrets) expect(secret).toMatch(/^[\w-]{43}$/);
});

test('a completed sign-in is a person', async () => {
  const fixture = await signInFixture();
  fixture.token.claims = {
    wids: ['b79fbf4d-3ef9-4689-8143-76b194e85509'],
    roles: ['Viewer'],
    login_hint: 'hint',
    auth_time: 1_700_000_000,
  };
  const { transaction, answer } = await fixture.begin();
  expect(await fixture.signIn.complete(transaction, answer)).toEqual({
    tenantId,
    oid,
    name: 'Adele Vance',
    username: 'adele@contoso.example',
    wids: ['b79fbf4d-3ef9-4689-8143-76b194e85509'],
    roles: ['Viewer'],
    loginHint: 'hint',
    authenticatedAt: new Date('2023-11-14T22:13:20Z'),
  });
  const form = fixture.server.asked[0]?.form;
  expect(fixture.server.asked[0]?.path).toBe('/organizations/oauth2/v2.0/token');
  expect(form?.get('grant_type')).toBe('authorization_code');
  expect(form?.get('code')).toBe('the-code');
  expect(form?.get('code_verifier')).toBe(transaction.codeVerifier);
  expect(form?.get('redirect_uri')).toBe(transaction.redirectUri);
  expect(form?.get('scope')).toBe('openid profile');
});

test('claims that are absent are told as absent', async () => {
  const fixture = await signInFixture();
  fixture.token.claims = { iat: 1_700_000_000, name: undefined, preferred_username: undefined };
  const { transaction, answer } = await fixture.begin();
  const person = await fixture.signIn.complete(transaction, answer);
  expect(person).toMatchObject({ name: '', username: '', wids: null, roles: [], loginHint: null });
  expect(person.authenticatedAt).toEqual(new Date('2023-11-14T22:13:20Z'));
});

test('a state that is missing, wrong, repeated or of another sign-in asks Entra nothing', async () => {
  const fixture = await signInFixture();
  const { transaction } = await fixture.begin();
  const another = await fixture.begin();
  const { state } = transaction;
  for (const query of [
    'code=x',
    'code=x&state=',
    `code=x&state=${state}x`,
    `code=x&state=${state}&state=${state}`,
    `code=x&State=${state}`,
  ]) {
    await expect(fixture.signIn.complete(transaction, new URLSearchParams(query))).rejects.toMatchObject({
      code: 'state-mismatch',
    });
  }
  await expect(fixture.signIn.complete(transaction, another.answer)).rejects.toMatchObject({ code: 'state-mismatch' });
  expect(fixture.server.asked).toHaveLength(0);
});

test('a replayed state asks Entra nothing', async () => {
  const fixture = await signInFixture();
  const { transaction, answer } = await fixture.begin();
  const [first, second] = await Promise.allSettled([
    fixture.signIn.complete(transaction, answer),
    fixture.signIn.complete(transaction, answer),
  ]);
  expect(first).toMatchObject({ status: 'fulfilled' });
  expect(second).toMatchObject({ status: 'rejected', reason: { code: 'state-mismatch' } });
  const redemptions = fixture.server.asked.filter(({ path }) => path.endsWith('/token'));
  expect(redemptions).toHaveLength(1);
});

test('a sign-in begun more than an hour ago has expired', async () => {
  const fixture = await signInFixture();
  const { transaction, answer } = await fixture.begin();
  fixture.advance(59 * minute);
  const inTime = await fixture.begin();
  fixture.advance(2 * minute);
  await expect(fixture.signIn.complete(transaction, answer)).rejects.toMatchObject({ code: 'expired' });
  await expect(fixture.signIn.complete({ ...transaction, startedAt: 'rubbish' }, answer)).rejects.toMatchObject({
    code: 'expired',
  });
  await expect(fixture.signIn.complete(inTime.transaction, inTime.answer)).resolves.toBeDefined();
});

test.each([
  ['error=access_denied&error_subcode=cancel', 'declined', null],
  ['error=access_denied&error_description=AADSTS65004%3a+User+declined', 'declined', 65004],
  ['error=login_required', 'entra-refused', null],
  ['error=invalid_request&error_description=AADSTS50011%3a+x', 'entra-refused', 50011],
  ['error=temporarily_unavailable', 'entra-unreachable', null],
  ['error=server_error', 'entra-unreachable', null],
  ['error=%3Cscript%3E&code=x', 'entra-refused', null],
  ['', 'entra-refused', null],
  ['code=', 'entra-refused', null],
  ['code=x&code=y', 'entra-refused', null],
] as const)('the answer "%s" ends as %s', async (query, code, aadsts) => {
  const fixture = await signInFixture();
  const { transaction } = await fixture.begin();
  const answer = new URLSearchParams(`${query}&state=${transaction.state}`);
  const error = await fixture.signIn.complete(transaction, answer).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(SignInError);
  expect(error).toMatchObject({ code, aadsts });
  expect(error.message).not.toContain('<script>');
  expect(fixture.server.asked).toHaveLength(0);
});

test('a code that Entra refuses is told with number and correlation id', async () => {
  const fixture = await signInFixture();
  const correlation_id = '0a1b2c3d-0000-4000-8000-00000000abcd';
  fixture.redemption.reply = { status: 400, body: { error: 'invalid_grant', error_codes: [54005], correlation_id } };
  const { transaction, answer } = await fixture.begin();
  const error = await fixture.signIn.complete(transaction, answer).catch((thrown) => thrown);
  expect(error).toMatchObject({ code: 'entra-refused', aadsts: 54005, correlationId: correlation_id });
  expect(inspect(error, { depth: 9 })).not.toContain('demo-sign-in-secret');
});

test.each([
  ['hang'],
  ['reset'],
  [{ status: 503, body: {} }],
  [{ status: 429, body: { error: 'temporarily_unavailable' } }],
  [{ status: 502, body: '<html>' }],
  [{ status: 200, body: 'rubbish' }],
  [{ status: 307, headers: { location: 'http://127.0.0.1:1/' } }],
] as const)('an answer to the code like %j is unreachable', async (reply) => {
  const fixture = await signInFixture();
  fixture.redemption.reply = reply;
  const { transaction, answer } = await fixture.begin();
  await expect(fixture.signIn.complete(transaction, answer)).rejects.toMatchObject({ code: 'entra-unreachable' });
});

test('a transaction that named a tenant is completed by that tenant only', async () => {
  const fixture = await signInFixture();
  const foreign = await fixture.begin(other);
  await expect(fixture.signIn.complete(foreign.transaction, foreign.answer)).rejects.toMatchObject({ code: 'wrong-tenant' });
  const own = await fixture.begin(tenantId.toUpperCase());
  await expect(fixture.signIn.complete(own.transaction, own.answer)).resolves.toMatchObject({ tenantId });
  expect(fixture.server.asked.at(-1)?.path).toBe(`/${tenantId}/oauth2/v2.0/token`);
});

test('the sign-out address names the tenant, the way back and the person', () => {
  const url = production.signOutUrl({ tenantId, postLogoutRedirectUri: 'http://localhost:3000/signed-out', loginHint: 'O.A&b' });
  expect(url.split('?')[0]).toBe(`https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/logout`);
  expect(Object.fromEntries(new URL(url).searchParams)).toEqual({
    post_logout_redirect_uri: 'http://localhost:3000/signed-out',
    logout_hint: 'O.A&b',
  });
});

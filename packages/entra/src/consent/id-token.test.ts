import { generateKeyPairSync } from 'node:crypto';
import { decodeJwt, exportJWK, SignJWT, UnsecuredJWT } from 'jose';
import { expect, onTestFinished, test, vi } from 'vitest';
import { authorityOf } from '../authority.ts';
import { clientId, oid, type SignInFixture, signInFixture, signingKey, tenantId } from '../testing/sign-in-fixture.ts';
import { createIdTokenVerifier } from './id-token.ts';
import { operatorRole, type SignInError } from './index.ts';

const consumers = '9188040d-6c67-4c5b-b112-36a304b66dad';
const other = 'c0000000-0000-4000-8000-00000000000b';

async function complete(fixture: SignInFixture) {
  const { transaction, answer } = await fixture.begin();
  return fixture.signIn.complete(transaction, answer);
}

async function refusalOf(fixture: SignInFixture): Promise<SignInError> {
  return complete(fixture).then(
    () => expect.fail('the id token was accepted'),
    (error) => error,
  );
}

/** The verifier alone, with the nonce of a sign-in that was begun. */
async function verification() {
  const fixture = await signInFixture();
  const authority = authorityOf(fixture.server.url);
  const verify = createIdTokenVerifier({ authority, clientId, timeoutMs: 1000, now: () => new Date() });
  const { transaction } = await fixture.begin();
  return { fixture, verify, nonce: transaction.nonce };
}

function keyRequests(fixture: SignInFixture): number {
  return fixture.server.asked.filter(({ path }) => path.endsWith('/keys')).length;
}

const seconds = () => Math.floor(Date.now() / 1000);

const wrong: [string, (base: string) => Record<string, unknown>][] = [
  ['an issuer of another tenant', (base) => ({ iss: `${base}/${other}/v2.0` })],
  ['an issuer of another host', () => ({ iss: `https://login.example.com/${tenantId}/v2.0` })],
  ['an issuer that only begins right', (base) => ({ iss: `${base}/${tenantId}/v2.0/more` })],
  ['the issuer of a version 1 token', () => ({ iss: `https://sts.windows.net/${tenantId}/` })],
  ['the issuer template itself', (base) => ({ iss: `${base}/{tenantid}/v2.0` })],
  ['another audience', () => ({ aud: 'd1000000-0000-4000-8000-00000000d1d1' })],
  ['several audiences', () => ({ aud: [clientId, 'd1000000-0000-4000-8000-00000000d1d1'] })],
  ['no audience', () => ({ aud: undefined })],
  ['an end more than five minutes ago', () => ({ exp: seconds() - 301 })],
  ['no end', () => ({ exp: undefined })],
  ['a beginning more than five minutes ahead', () => ({ nbf: seconds() + 302 })],
  ['version 1.0', () => ({ ver: '1.0' })],
  ['no version', () => ({ ver: undefined })],
  ['another nonce', () => ({ nonce: 'another' })],
  ['no nonce', () => ({ nonce: undefined })],
  ['a tid that is no GUID', (base) => ({ tid: 'contoso.com', iss: `${base}/contoso.com/v2.0` })],
  ['a tid that climbs', (base) => ({ tid: `../${tenantId}`, iss: `${base}/../${tenantId}/v2.0` })],
  ['no tid', () => ({ tid: undefined })],
  ['another tid than the issuer’s', () => ({ tid: other })],
  ['an oid that is no GUID', () => ({ oid: 'adele' })],
  ['wids that are no list', () => ({ wids: 'all' })],
];

test.each(wrong)('an id token with %s is refused', async (_, claims) => {
  const fixture = await signInFixture();
  // A key that may sign for everybody, so that only the rule in question can refuse.
  delete fixture.key.jwk.issuer;
  await expect(complete(fixture)).resolves.toMatchObject({ tenantId, oid });
  fixture.token.claims = claims(fixture.server.url);
  expect(await refusalOf(fixture)).toMatchObject({ name: 'SignInError', code: 'invalid-token' });
});

test('clocks may differ by up to five minutes', async () => {
  const fixture = await signInFixture();
  fixture.token.claims = { exp: seconds() - 280, nbf: seconds() + 280 };
  await expect(complete(fixture)).resolves.toBeDefined();
});

test('an id token with a signature of another key is refused', async () => {
  const fixture = await signInFixture();
  const stranger = await signingKey('current');
  fixture.token.key = stranger;
  const error = await refusalOf(fixture);
  expect(error).toMatchObject({ code: 'invalid-token' });
  expect(error.message).toMatch(/signature/);
});

test('the nonce is compared here, whatever msal-node does', async () => {
  const { fixture, verify, nonce } = await verification();
  const idToken = await fixture.idToken();
  await expect(verify(idToken, { nonce, tenant: 'organizations' })).resolves.toMatchObject({ tid: tenantId });
  await expect(verify(idToken, { nonce: 'another', tenant: 'organizations' })).rejects.toMatchObject({ code: 'invalid-token' });
});

test('an id token signed with another algorithm than RS256 is refused, though key and signature fit', async () => {
  const fixture = await signInFixture();
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  fixture.published.splice(0, 1, { ...(await exportJWK(publicKey)), kid: 'current' });
  fixture.token.key = { ...fixture.key, privateKey };
  await expect(complete(fixture)).resolves.toBeDefined();
  fixture.token.header = { alg: 'PS256' };
  expect(await refusalOf(fixture)).toMatchObject({ code: 'invalid-token' });
});

test('an id token that names no key is refused, though the only key published fits', async () => {
  const fixture = await signInFixture();
  delete fixture.key.jwk.kid;
  fixture.token.header = { kid: undefined };
  expect(await refusalOf(fixture)).toMatchObject({ code: 'invalid-token' });
});

test('an id token that is unsigned, signed with a secret, or no token at all is refused', async () => {
  const { fixture, verify, nonce } = await verification();
  const claims = decodeJwt(await fixture.idToken());
  const unsigned = new UnsecuredJWT(claims).encode();
  const secret = new TextEncoder().encode(JSON.stringify(fixture.key.jwk));
  const symmetric = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'current' }).sign(secret);
  for (const idToken of [unsigned, symmetric, 'rubbish', 'a.b.c', '']) {
    await expect(verify(idToken, { nonce, tenant: 'organizations' })).rejects.toMatchObject({ code: 'invalid-token' });
  }
});

test('an answer to the code that brings no id token, or rubbish, is no sign-in', async () => {
  const fixture = await signInFixture();
  for (const id_token of [undefined, '', 'rubbish', 'a.b.c']) {
    fixture.redemption.reply = { body: { token_type: 'Bearer', expires_in: 3600, access_token: 'x', id_token } };
    expect(await refusalOf(fixture)).toMatchObject({ code: 'invalid-token' });
  }
});

test('a key that is published for another issuer signs nothing for this tenant', async () => {
  const fixture = await signInFixture();
  const consumerKey = await signingKey('consumers', `${fixture.server.url}/${consumers}/v2.0`);
  fixture.published.push(consumerKey.jwk);
  fixture.token.key = consumerKey;
  const error = await refusalOf(fixture);
  expect(error).toMatchObject({ code: 'invalid-token' });
  expect(error.message).toMatch(/issuer of the signing key/);
});

test('a personal account is refused by name, though its token is genuine', async () => {
  const fixture = await signInFixture();
  const issuer = `${fixture.server.url}/${consumers}/v2.0`;
  const consumerKey = await signingKey('consumers', issuer);
  fixture.published.push(consumerKey.jwk);
  fixture.token.key = consumerKey;
  fixture.token.claims = { tid: consumers, iss: issuer };
  expect(await refusalOf(fixture)).toMatchObject({ code: 'consumer-account' });
});

test('an operator role in a token of another tenant makes no operator', async () => {
  const fixture = await signInFixture();
  fixture.token.claims = { roles: ['Admin'] };
  const person = await complete(fixture);
  expect(person.roles).toEqual(['Admin']);
  expect(operatorRole(person, { operatorTenantId: other, signInTenant: 'organizations' })).toBeNull();
});

test('keys are fetched once, and anew for an unknown key at most once a minute', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const fixture = await signInFixture();
  await complete(fixture);
  await complete(fixture);
  expect(keyRequests(fixture)).toBe(1);

  const rolled = await signingKey('rolled', `${fixture.server.url}/{tenantid}/v2.0`);
  fixture.token.key = rolled;
  expect(await refusalOf(fixture)).toMatchObject({ code: 'invalid-token' });
  fixture.published.push(rolled.jwk);
  vi.setSystemTime(Date.now() + 59_000);
  expect(await refusalOf(fixture)).toMatchObject({ code: 'invalid-token' });
  expect(keyRequests(fixture)).toBe(1);

  vi.setSystemTime(Date.now() + 2000);
  await expect(complete(fixture)).resolves.toMatchObject({ tenantId });
  expect(keyRequests(fixture)).toBe(2);
  fixture.token.key = await signingKey('unknown');
  expect(await refusalOf(fixture)).toMatchObject({ code: 'invalid-token' });
  expect(keyRequests(fixture)).toBe(2);
});

test('keys that cannot be read make Entra unreachable, not the token wrong', async () => {
  const fixture = await signInFixture();
  for (const reply of [{ status: 500 }, { body: 'rubbish' }, { body: { keys: 'none' } }, 'reset'] as const) {
    fixture.keys.reply = reply;
    expect(await refusalOf(fixture)).toMatchObject({ code: 'entra-unreachable' });
  }
  fixture.keys.reply = null;
  await expect(complete(fixture)).resolves.toBeDefined();
});

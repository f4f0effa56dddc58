import type { KeyObject } from 'node:crypto';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { onTestFinished } from 'vitest';
import { createSignIn, type SignIn, type SignInTransaction } from '../consent/index.ts';
import { type LocalServer, type Reply, startLocalServer } from './local-server.ts';

export const clientId = '51000000-0000-4000-8000-000000005151';
export const tenantId = 'c0000000-0000-4000-8000-00000000000a';
export const oid = 'f0000000-0000-4000-8000-00000000000a';
const redirectUri = 'http://localhost:3000/auth/connect/callback';

export interface SigningKey {
  privateKey: CryptoKey | KeyObject;
  jwk: JWK & { issuer?: string };
}

/** An RSA key, published for all work tenants of `base` unless another issuer is given. */
export async function signingKey(kid: string, issuer?: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig', ...(issuer && { issuer }) } };
}

export interface SignInFixture {
  server: LocalServer;
  signIn: SignIn;
  /** What the keys document holds. */
  published: SigningKey['jwk'][];
  key: SigningKey;
  /** Changes the id token that the next redemption brings. */
  token: { claims: Record<string, unknown>; header: Record<string, unknown>; key: SigningKey };
  /** Replaces the answer to the code. */
  redemption: { reply: Reply | null };
  /** Replaces the answer to a request for the keys. */
  keys: { reply: Reply | null };
  advance(ms: number): void;
  /** The id token the next redemption brings. */
  idToken(): Promise<string>;
  /** A sign-in that was begun, and the query with which Entra answers it. */
  begin(tenant?: string): Promise<{ transaction: SignInTransaction; answer: URLSearchParams }>;
}

/** Sign-in against an Entra that signs whatever it is told. */
export async function signInFixture(): Promise<SignInFixture> {
  let nonce = '';
  const key = await signingKey('current');
  const fixture: Omit<SignInFixture, 'server' | 'signIn'> = {
    published: [key.jwk],
    key,
    token: { claims: {}, header: {}, key },
    redemption: { reply: null },
    keys: { reply: null },
    advance: (ms) => {
      shiftMs += ms;
    },
    idToken,
    async begin(tenant = 'organizations') {
      const { transaction } = await signIn.begin({ tenant, redirectUri });
      nonce = transaction.nonce;
      return { transaction, answer: new URLSearchParams({ code: 'the-code', state: transaction.state }) };
    },
  };
  const server = await startLocalServer(async ({ path }) => {
    if (path.endsWith('/discovery/v2.0/keys')) return fixture.keys.reply ?? { body: { keys: fixture.published } };
    return (
      fixture.redemption.reply ?? { body: { token_type: 'Bearer', expires_in: 3600, scope: 'openid', id_token: await idToken() } }
    );
  });
  onTestFinished(() => server.close());
  key.jwk.issuer = `${server.url}/{tenantid}/v2.0`;

  let shiftMs = 0;
  const now = () => new Date(Date.now() + shiftMs);
  const options = { entraBaseUrl: server.url, clientId, clientSecret: 'demo-sign-in-secret', timeoutMs: 1000, now };
  const signIn = createSignIn(options);

  function idToken(): Promise<string> {
    const seconds = Math.floor(now().getTime() / 1000);
    const { claims, header } = fixture.token;
    const usual = {
      iss: `${server.url}/${tenantId}/v2.0`,
      aud: clientId,
      ver: '2.0',
      iat: seconds,
      nbf: seconds,
      exp: seconds + 3600,
      nonce,
      tid: tenantId,
      oid,
      sub: 'pairwise',
      name: 'Adele Vance',
      preferred_username: 'adele@contoso.example',
    };
    return new SignJWT({ ...usual, ...claims })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: fixture.token.key.jwk.kid ?? '', ...header })
      .sign(fixture.token.key.privateKey);
  }

  return { ...fixture, server, signIn };
}

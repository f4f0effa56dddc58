import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { authorityOf, checkedTenantId } from '../authority.ts';
import { createIdTokenVerifier, type IdTokenClaims } from './id-token.ts';
import { redeemCode } from './redeem-code.ts';
import { readSignInAnswer } from './sign-in-answer.ts';
import { SignInError } from './sign-in-error.ts';

const minute = 60_000;
/** A person may have to register a second factor or fetch a colleague before the answer comes. */
const transactionLifeMs = 60 * minute;

/** A sign-in that was begun, as plain JSON. It must reach nobody but the browser that began it, sealed. */
export interface SignInTransaction {
  state: string;
  nonce: string;
  codeVerifier: string;
  /** `organizations` or a tenant id. */
  tenant: string;
  redirectUri: string;
  /** ISO 8601. */
  startedAt: string;
}

/** Who signed in. `tenantId` and `oid` together are the person; name and username are for display only. */
export interface SignedInPerson {
  tenantId: string;
  oid: string;
  name: string;
  username: string;
  /** Template ids of active directory roles; null when the token does not tell. */
  wids: string[] | null;
  /** App roles given by the person's own tenant. */
  roles: string[];
  loginHint: string | null;
  /** When the person proved who they are; where the token does not tell, when it was issued. */
  authenticatedAt: Date;
}

export interface SignIn {
  /**
   * Makes the address to send the browser to. A `loginHint` is left out beside `select_account`, which it would defeat.
   *
   * @throws TypeError when the tenant is neither `organizations` nor a GUID
   */
  begin(input: {
    tenant: string;
    redirectUri: string;
    prompt?: 'select_account' | 'login';
    loginHint?: string;
  }): Promise<{ url: string; transaction: SignInTransaction }>;
  /**
   * Turns the answer in the query of the redirect URI into a person. Each transaction completes once, within an hour.
   *
   * @throws SignInError
   */
  complete(transaction: SignInTransaction, query: URLSearchParams): Promise<SignedInPerson>;
  /** Where to send the browser after our own session ended, to end Microsoft's too (v2-protocols-oidc.md, single sign-out). */
  signOutUrl(input: { tenantId: string; postLogoutRedirectUri: string; loginHint?: string }): string;
}

/**
 * OpenID Connect sign-in with code, PKCE, state and nonce (v2-oauth2-auth-code-flow.md). One per process: it keeps the signing keys.
 *
 * @param options `timeoutMs` holds for each request to Entra, 10 seconds unless given
 * @throws TypeError when the base URL is not https and not loopback
 */
export function createSignIn(options: {
  entraBaseUrl: string;
  clientId: string;
  clientSecret: string;
  timeoutMs?: number;
  now?: () => Date;
}): SignIn {
  const { clientId, clientSecret, timeoutMs = 10_000, now = () => new Date() } = options;
  const authority = authorityOf(options.entraBaseUrl);
  const verifyIdToken = createIdTokenVerifier({ authority, clientId, timeoutMs, now });
  // The cookie that holds a transaction can be kept by its owner, so removing it does not make the state single-use.
  const usedStates = new LRUCache<string, true>({ max: 10_000, ttl: transactionLifeMs });

  return {
    async begin({ tenant, redirectUri, prompt, loginHint }) {
      const transaction: SignInTransaction = {
        state: randomText(),
        nonce: randomText(),
        codeVerifier: randomText(),
        tenant: tenant === 'organizations' ? tenant : checkedTenantId(tenant),
        redirectUri,
        startedAt: now().toISOString(),
      };
      const url = authority.address(transaction.tenant, 'oauth2/v2.0/authorize');
      url.search = new URLSearchParams({
        client_id: clientId,
        response_type: 'code',
        response_mode: 'query',
        redirect_uri: redirectUri,
        scope: 'openid profile',
        state: transaction.state,
        nonce: transaction.nonce,
        code_challenge: createHash('sha256').update(transaction.codeVerifier).digest('base64url'),
        code_challenge_method: 'S256',
        ...(prompt && { prompt }),
        ...(loginHint && prompt !== 'select_account' && { login_hint: loginHint }),
      }).toString();
      return { url: url.href, transaction };
    },

    async complete(transaction, query) {
      const { state, nonce, tenant, codeVerifier, redirectUri } = transaction;
      const states = query.getAll('state');
      if (states.length !== 1 || !sameText(states[0] ?? '', state))
        throw new SignInError('state-mismatch', 'the state is not the one that was sent');
      const ageMs = now().getTime() - new Date(transaction.startedAt).getTime();
      if (!(ageMs < transactionLifeMs)) throw new SignInError('expired', 'begun more than an hour ago');
      if (usedStates.has(state)) throw new SignInError('state-mismatch', 'the state was used before');
      const code = readSignInAnswer(query);
      usedStates.set(state, true);
      const client = { authority, clientId, clientSecret, timeoutMs };
      const idToken = await redeemCode(client, { tenant, code, redirectUri, codeVerifier, nonce });
      return personOf(await verifyIdToken(idToken, { nonce, tenant }));
    },

    signOutUrl({ tenantId, postLogoutRedirectUri, loginHint }) {
      const url = authority.address(checkedTenantId(tenantId), 'oauth2/v2.0/logout');
      url.searchParams.set('post_logout_redirect_uri', postLogoutRedirectUri);
      if (loginHint) url.searchParams.set('logout_hint', loginHint);
      return url.href;
    },
  };
}

function personOf(claims: IdTokenClaims): SignedInPerson {
  return {
    tenantId: claims.tid.toLowerCase(),
    oid: claims.oid.toLowerCase(),
    name: claims.name ?? claims.preferred_username ?? '',
    username: claims.preferred_username ?? '',
    wids: claims.wids ?? null,
    roles: claims.roles ?? [],
    loginHint: claims.login_hint ?? null,
    authenticatedAt: new Date((claims.auth_time ?? claims.iat) * 1000),
  };
}

function randomText(): string {
  return randomBytes(32).toString('base64url');
}

/** Compares in a time that tells nothing about the texts. */
function sameText(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

import { createHash, randomBytes } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Account, AppRegistration, Tenant, World } from '../world/world.ts';

const idTokenLifeSeconds = 60 * 60;

/** The hint by which sign-in and sign-out know a person again; opaque to apps. (optional-claims-reference.md, login_hint) */
const loginHintOf = (username: string): string => `O.${Buffer.from(username).toString('base64url')}`;

/** The username behind a `login_hint` or `logout_hint`: the claim's opaque form, or a plain name. */
export const usernameOfHint = (hint: string): string =>
  hint.startsWith('O.') ? Buffer.from(hint.slice(2), 'base64url').toString('utf8') : hint;

/**
 * A v2 id token. `sub` is pairwise, `roles` are those assigned in this tenant, `wids` come only if the registration asks for directory roles.
 * (id-token-claims-reference.md, optional-claims-reference.md)
 */
export function issueIdToken(
  world: World,
  options: {
    tenant: Tenant;
    registration: AppRegistration;
    account: Account;
    scopes: readonly string[];
    nonce: string | null;
    sessionId: string;
    authenticatedAt: Date;
  },
): Promise<string> {
  const { tenant, registration, account, scopes } = options;
  const now = Math.floor(world.clock.nowMs() / 1000);
  const roles = account.appRoles.get(registration.clientId) ?? [];
  const isGuest = account.homeTenantId !== tenant.tenantId;
  const { current } = world.keys;
  return new SignJWT({
    ver: '2.0',
    tid: tenant.tenantId,
    ...(scopes.includes('profile') ? { oid: account.oid, name: account.displayName, preferred_username: account.username } : {}),
    ...(scopes.includes('email') ? { email: account.username } : {}),
    ...(options.nonce === null ? {} : { nonce: options.nonce }),
    ...(registration.groupMembershipClaims === 'DirectoryRole' && account.wids.length > 0 ? { wids: account.wids } : {}),
    ...(roles.length > 0 ? { roles } : {}),
    ...(isGuest ? { idp: `https://sts.windows.net/${account.homeTenantId}/` } : {}),
    auth_time: Math.floor(options.authenticatedAt.getTime() / 1000),
    login_hint: loginHintOf(account.username),
    sid: options.sessionId,
    rh: '0.',
    uti: randomBytes(16).toString('base64url'),
  })
    .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: current.kid })
    .setIssuer(`${world.baseUrl}/${tenant.tenantId}/v2.0`)
    .setSubject(createHash('sha256').update(`${registration.clientId}\n${account.oid}`).digest('base64url'))
    .setAudience(registration.clientId)
    .setIssuedAt(now)
    .setNotBefore(now)
    .setExpirationTime(now + idTokenLifeSeconds)
    .sign(current.privateKey);
}

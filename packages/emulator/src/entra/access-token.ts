import { createHash, randomBytes } from 'node:crypto';
import { compactVerify, SignJWT } from 'jose';
import type { Account, AppRegistration, ServicePrincipal, World } from '../world/world.ts';
import { effectiveRoles } from './grant.ts';
import { graphAppId, graphResource } from './graph-permissions.ts';

/** Who calls Graph. `servicePrincipalId` is null when the tenant no longer has the service principal the token was issued to. */
export interface AccessTokenCaller {
  ok: true;
  tenantId: string;
  clientId: string;
  roles: string[];
  servicePrincipalId: string | null;
}

/** A token whose signature and audience hold. */
export interface VerifiedToken {
  tenantId: string;
  clientId: string;
  /** Service principal of an app-only token; null for a person's token. */
  objectId: string | null;
  roles: string[];
  notBeforeMs: number;
  expiresMs: number;
  kid: string;
}

/** How many checked tokens are remembered; a batch presents the same token thousands of times. */
const verifiedLimit = 20_000;
const maxSkewMs = 5 * 60_000;

// Parts of every v1 token that mean nothing to an app. (access-token-claims-reference.md: uti, rh, aio are internal)
const internalClaims = () => ({ uti: randomBytes(16).toString('base64url'), rh: '0.', aio: randomBytes(12).toString('base64') });

/** An app-only token for Graph, in the v1 form Graph uses. Roles are those in effect now; none at all is possible. */
export async function issueAppToken(
  world: World,
  options: {
    tenantId: string;
    principal: ServicePrincipal;
    resource: string;
    authenticatedBy: 'secret' | 'certificate';
    wantsCae: boolean;
  },
): Promise<{ token: string; expiresInSeconds: number }> {
  // configurable-token-lifetimes.md: random between 60 and 90 minutes
  const expiresInSeconds = world.tokenPolicy.lifetimeSeconds ?? 3600 + Math.floor(world.random() * 1800) - 1;
  const { tenantId, principal } = options;
  const roles = effectiveRoles(world, principal);
  const registration = world.registrations.get(principal.appId);
  const token = await signV1(world, tenantId, expiresInSeconds, {
    aud: options.resource,
    appid: principal.appId,
    app_displayname: registration?.displayName,
    appidacr: options.authenticatedBy === 'certificate' ? '2' : '1',
    idp: `https://sts.windows.net/${tenantId}/`,
    idtyp: 'app',
    oid: principal.id,
    sub: principal.id,
    ...(roles.length > 0 ? { roles } : {}),
    ...(options.wantsCae ? { xms_cc: ['cp1'] } : {}),
  });
  return { token, expiresInSeconds };
}

/** The delegated token that comes with a sign-in; it carries no application permission. */
export function issueDelegatedToken(
  world: World,
  options: {
    tenantId: string;
    registration: AppRegistration;
    account: Account;
    scopes: readonly string[];
    expiresInSeconds: number;
  },
): Promise<string> {
  const { tenantId, registration, account } = options;
  return signV1(world, tenantId, options.expiresInSeconds, {
    aud: graphAppId,
    appid: registration.clientId,
    app_displayname: registration.displayName,
    appidacr: '1',
    idtyp: 'user',
    oid: account.oid,
    sub: createHash('sha256').update(`${graphAppId}\n${account.oid}`).digest('base64url'),
    name: account.displayName,
    upn: account.username,
    unique_name: account.username,
    scp: options.scopes.join(' '),
    wids: account.wids,
  });
}

function signV1(world: World, tenantId: string, expiresInSeconds: number, claims: Record<string, unknown>): Promise<string> {
  const now = Math.floor(world.clock.nowMs() / 1000);
  const { current } = world.keys;
  return new SignJWT({ ...claims, ...internalClaims(), tid: tenantId, ver: '1.0' })
    .setProtectedHeader({ typ: 'JWT', alg: 'RS256', x5t: current.kid, kid: current.kid })
    .setIssuer(`https://sts.windows.net/${tenantId}/`)
    .setIssuedAt(now)
    .setNotBefore(now)
    .setExpirationTime(now + expiresInSeconds)
    .sign(current.privateKey);
}

/** Checks the Authorization header of a Graph request: signature, audience and time. Permissions are for the caller of this to judge. */
export async function verifyAccessToken(
  world: World,
  authorization: string | undefined,
): Promise<AccessTokenCaller | { ok: false; reason: string }> {
  if (!authorization?.startsWith('Bearer ')) return { ok: false, reason: 'Access token is empty.' };
  const token = authorization.slice('Bearer '.length);
  const verified = world.verifiedTokens.get(token) ?? (await verifySignature(world, token));
  if (typeof verified === 'string') return { ok: false, reason: verified };
  const now = world.clock.nowMs();
  if (verified.expiresMs <= now) return { ok: false, reason: 'Lifetime validation failed, the token is expired.' };
  if (verified.notBeforeMs > now + maxSkewMs)
    return { ok: false, reason: 'Lifetime validation failed, the token is not yet valid.' };
  if (verified.kid !== world.keys.current.kid && !world.keys.retired.some(({ kid }) => kid === verified.kid)) {
    return { ok: false, reason: 'Signing key is invalid.' };
  }
  const { tenantId, clientId, roles, objectId } = verified;
  const presentId = world.tenants.get(tenantId)?.servicePrincipals.get(clientId)?.id ?? null;
  const servicePrincipalId = objectId === null || objectId === presentId ? presentId : null;
  return { ok: true, tenantId, clientId, roles, servicePrincipalId };
}

async function verifySignature(world: World, token: string): Promise<VerifiedToken | string> {
  const keyOf = ({ kid }: { kid?: string }) => {
    const key = [world.keys.current, ...world.keys.retired].find((each) => each.kid === kid);
    if (!key) throw new Error('unknown key');
    return key.publicKey;
  };
  const proven = await compactVerify(token, keyOf, { algorithms: ['RS256'] }).catch(() => null);
  if (!proven) return 'IDX10223: CompactToken parsing failed or its signature is not valid.';
  const claims: Record<string, unknown> = JSON.parse(new TextDecoder().decode(proven.payload));
  if (claims.aud !== graphResource && claims.aud !== graphAppId) return 'Access token validation failure. Invalid audience.';
  const isApp = claims.idtyp === 'app';
  const verified: VerifiedToken = {
    tenantId: String(claims.tid),
    clientId: String(claims.appid),
    objectId: isApp ? String(claims.oid) : null,
    roles: isApp && Array.isArray(claims.roles) ? claims.roles.map(String) : [],
    notBeforeMs: Number(claims.nbf) * 1000,
    expiresMs: Number(claims.exp) * 1000,
    kid: String(proven.protectedHeader.kid),
  };
  if (world.verifiedTokens.size >= verifiedLimit) world.verifiedTokens.clear();
  world.verifiedTokens.set(token, verified);
  return verified;
}

import { createHash } from 'node:crypto';
import type { AppRegistration, World } from '../world/world.ts';
import { issueDelegatedToken } from './access-token.ts';
import type { AuthorizationCode } from './authorization-code.ts';
import { issueIdToken } from './id-token.ts';
import { type Refusal, refusals } from './refusal.ts';
import type { TenantSegment } from './tenant-segment.ts';

const expiresInSeconds = 3599;

/** Whether the verifier belongs to the challenge of the sign-in request. (RFC 7636, section 4.6) */
function fitsChallenge(challenge: AuthorizationCode['codeChallenge'], verifier: string | null): boolean {
  if (challenge === null) return verifier === null;
  if (verifier === null) return false;
  const derived = challenge.method === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier;
  return derived === challenge.value;
}

function checkCode(
  code: AuthorizationCode,
  registration: AppRegistration,
  segment: TenantSegment,
  form: URLSearchParams,
  now: Date,
): Refusal | null {
  const otherTenant = segment.kind === 'tenant' && segment.tenant.tenantId !== code.tenantId;
  if (code.clientId !== registration.clientId || otherTenant) return refusals.codeOfAnotherApp(registration.clientId);
  if (code.redeemed) return refusals.codeAlreadyRedeemed();
  if (code.expiresAt <= now) return refusals.codeExpired();
  if (code.redirectUri !== form.get('redirect_uri')) return refusals.redirectDiffers(code.redirectUri);
  if (!fitsChallenge(code.codeChallenge, form.get('code_verifier'))) return refusals.wrongVerifier();
  return null;
}

/** Redeems an authorization code for an authenticated client, as the body of the answer. (v2-oauth2-auth-code-flow.md) */
export async function grantAuthorizationCode(
  world: World,
  registration: AppRegistration,
  segment: TenantSegment,
  form: URLSearchParams,
): Promise<{ body: Record<string, unknown>; tenantId: string } | { refusal: Refusal }> {
  if (registration.signInAudience === 'AzureADMyOrg' && segment.kind !== 'tenant') {
    return { refusal: refusals.singleTenantApp(registration.clientId, registration.displayName) };
  }
  const text = form.get('code');
  if (!text) return { refusal: refusals.missingParameter('code') };
  if (!form.get('redirect_uri')) return { refusal: refusals.missingParameter('redirect_uri') };
  const code = world.codes.get(text);
  if (!code) return { refusal: refusals.unknownCode() };
  const refusal = checkCode(code, registration, segment, form, world.clock.now());
  if (refusal) return { refusal };
  const tenant = world.tenants.get(code.tenantId);
  const account = tenant?.accounts.find(({ oid }) => oid === code.oid);
  if (!tenant || !account) return { refusal: refusals.unknownCode() };
  code.redeemed = true;

  const { scopes, nonce, sessionId, authenticatedAt } = code;
  // Refresh tokens are not given out, so `offline_access` is not among the granted scopes.
  const granted = scopes.filter((scope) => scope !== 'offline_access');
  const accessToken = await issueDelegatedToken(world, {
    tenantId: tenant.tenantId,
    registration,
    account,
    scopes: granted,
    expiresInSeconds,
  });
  const signedIn = { tenant, registration, account, scopes, nonce, sessionId, authenticatedAt };
  const clientInfo = Buffer.from(JSON.stringify({ uid: account.oid, utid: tenant.tenantId })).toString('base64url');
  return {
    tenantId: tenant.tenantId,
    body: {
      token_type: 'Bearer',
      scope: granted.join(' '),
      expires_in: expiresInSeconds,
      ext_expires_in: expiresInSeconds,
      access_token: accessToken,
      ...(scopes.includes('openid') ? { id_token: await issueIdToken(world, signedIn) } : {}),
      ...(form.get('client_info') === '1' ? { client_info: clientInfo } : {}),
    },
  };
}

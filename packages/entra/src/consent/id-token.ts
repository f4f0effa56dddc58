import { createRemoteJWKSet, errors, type JWK, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { z } from 'zod';
import { type Authority, isGuid } from '../authority.ts';
import { SignInError } from './sign-in-error.ts';

const minute = 60_000;
const consumerTenantId = '9188040d-6c67-4c5b-b112-36a304b66dad';

const claimsSchema = z.object({
  iss: z.string(),
  // One audience, compared by jose.
  aud: z.string(),
  ver: z.literal('2.0'),
  iat: z.number(),
  exp: z.number(),
  auth_time: z.number().optional(),
  nonce: z.string(),
  tid: z.string().refine(isGuid),
  oid: z.string().refine(isGuid),
  name: z.string().optional(),
  preferred_username: z.string().optional(),
  wids: z.array(z.string()).optional(),
  roles: z.array(z.string()).optional(),
  login_hint: z.string().optional(),
});

export type IdTokenClaims = z.infer<typeof claimsSchema>;
export type IdTokenVerifier = (idToken: string, expected: { nonce: string; tenant: string }) => Promise<IdTokenClaims>;

/**
 * Checks id tokens of any work tenant: signature, issuer of token and key, audience, time, version, nonce, tenant.
 *
 * The rules are those of "Access tokens", validate the issuer and the signing key issuer (access-tokens.md), and of
 * claims-validation.md; msal-node checks none of them but the nonce. Keys are fetched when first needed, kept for a day, and fetched
 * anew for an unknown `kid` at most once a minute.
 */
export function createIdTokenVerifier(options: {
  authority: Authority;
  clientId: string;
  timeoutMs: number;
  now: () => Date;
}): IdTokenVerifier {
  const { authority, clientId } = options;
  const published = createRemoteJWKSet(authority.keysUrl, {
    timeoutDuration: options.timeoutMs,
    cooldownDuration: minute,
    cacheMaxAge: 24 * 60 * minute,
  });

  const keyOf: JWTVerifyGetKey = async (header, token) => {
    if (typeof header.kid !== 'string') throw refused('it names no key');
    try {
      return await published(header, token);
    } catch (cause) {
      if (cause instanceof errors.JWKSNoMatchingKey || cause instanceof errors.JWKSMultipleMatchingKeys) throw cause;
      throw new SignInError('entra-unreachable', 'the signing keys could not be read', {}, { cause });
    }
  };

  return async (idToken, expected) => {
    const { payload, protectedHeader } = await jwtVerify(idToken, keyOf, {
      algorithms: ['RS256'],
      audience: clientId,
      clockTolerance: '5 minutes',
      currentDate: options.now(),
    }).catch((cause: unknown) => {
      throw cause instanceof SignInError ? cause : refused(cause instanceof Error ? cause.message : 'unreadable', cause);
    });
    const parsed = claimsSchema.safeParse(payload);
    if (!parsed.success) throw refused(`malformed: ${parsed.error.issues.map((issue) => issue.path.join('.')).join(', ')}`);
    const claims = parsed.data;

    if (claims.iss !== authority.issuerOf(claims.tid)) throw refused('issuer');
    const signedWith = published.jwks()?.keys.filter((key) => key.kid === protectedHeader.kid) ?? [];
    if (signedWith.length === 0 || !signedWith.every((key) => mayIssue(key, claims))) throw refused('issuer of the signing key');
    if (claims.nonce !== expected.nonce) throw refused('nonce');

    const tenantId = claims.tid.toLowerCase();
    if (tenantId === consumerTenantId) throw new SignInError('consumer-account', 'a personal Microsoft account');
    if (expected.tenant !== 'organizations' && tenantId !== expected.tenant.toLowerCase())
      throw new SignInError('wrong-tenant', 'the account belongs to another tenant');
    return claims;
  };
}

/** A key that names its issuer signs for no other; the name may be a template. */
function mayIssue(key: JWK, claims: { iss: string; tid: string }): boolean {
  const issuer = 'issuer' in key ? key.issuer : undefined;
  return issuer === undefined || (typeof issuer === 'string' && issuer.replaceAll('{tenantid}', claims.tid) === claims.iss);
}

function refused(reason: string, cause?: unknown): SignInError {
  return new SignInError('invalid-token', `the id token was refused: ${reason}`, {}, cause === undefined ? undefined : { cause });
}

import { createHash, X509Certificate } from 'node:crypto';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, errors, importX509, type JSONWebKeySet, jwtVerify } from 'jose';
import type { AppRegistration, World } from '../world/world.ts';
import { type Refusal, refusals } from './refusal.ts';

const clockSkewSeconds = 5 * 60;

/** Checks the assertion an app authenticates with: signed by one of its certificates, or issued by a provider it trusts. Null = it holds. */
export async function checkClientAssertion(
  world: World,
  registration: AppRegistration,
  assertion: string,
  tokenEndpoints: readonly string[],
): Promise<Refusal | null> {
  try {
    const issuer = decodeJwt(assertion).iss;
    const header = decodeProtectedHeader(assertion);
    const namesCertificate = typeof header['x5t#S256'] === 'string' || typeof header.x5t === 'string';
    if (issuer === registration.clientId || namesCertificate) {
      return await checkCertificateAssertion(world, registration, assertion, header, tokenEndpoints);
    }
    return await checkFederatedAssertion(world, registration, assertion);
  } catch (cause) {
    if (cause instanceof errors.JWTExpired) return refusals.assertionOutsideItsTime();
    if (cause instanceof errors.JWTClaimValidationFailed) {
      if (cause.claim === 'aud') return refusals.assertionForAnotherAudience();
      if (cause.claim === 'nbf') return refusals.assertionOutsideItsTime();
      if (cause.claim === 'iss' || cause.claim === 'sub') return refusals.assertionOfAnotherApp();
      return refusals.unreadableAssertion();
    }
    if (cause instanceof errors.JWSSignatureVerificationFailed || cause instanceof errors.JWKSNoMatchingKey) {
      return refusals.badAssertion('The signature does not match a registered key.');
    }
    if (cause instanceof errors.JOSEError || cause instanceof TypeError) return refusals.unreadableAssertion();
    throw cause;
  }
}

/** PS256 with `x5t#S256`, or the older RS256 with `x5t`; the same assertion may come again. (certificate-credentials.md) */
async function checkCertificateAssertion(
  world: World,
  registration: AppRegistration,
  assertion: string,
  header: Record<string, unknown>,
  tokenEndpoints: readonly string[],
): Promise<Refusal | null> {
  const wanted = header['x5t#S256'] ?? header.x5t;
  const hash = header['x5t#S256'] === undefined ? 'sha1' : 'sha256';
  const known = registration.certificates.find(({ pem }) => wanted === thumbprint(pem, hash));
  if (!known) return refusals.badAssertion('The key was not found.');
  const now = world.clock.now();
  const isExpired = (known.expiresAt !== null && known.expiresAt <= now) || new X509Certificate(known.pem).validToDate <= now;
  if (isExpired) return refusals.badAssertion('The key used is expired.');
  const algorithm = String(header.alg);
  if (algorithm !== 'PS256' && algorithm !== 'RS256') return refusals.badAssertion(`The algorithm ${algorithm} is not allowed.`);
  await jwtVerify(assertion, await importX509(known.pem, algorithm), {
    algorithms: [algorithm],
    issuer: registration.clientId,
    subject: registration.clientId,
    audience: [...tokenEndpoints],
    currentDate: now,
    clockTolerance: clockSkewSeconds,
    requiredClaims: ['exp'],
  });
  return null;
}

/** Issuer, subject and audience equal to a registered federated credential, in their case. (workload-identity-federation.md) */
async function checkFederatedAssertion(world: World, registration: AppRegistration, assertion: string): Promise<Refusal | null> {
  const claims = decodeJwt(assertion);
  const audiences = [claims.aud ?? []].flat();
  const known = registration.federatedCredentials.find(
    (each) => each.issuer === claims.iss && each.subject === claims.sub && audiences.includes(each.audience),
  );
  if (!known) return refusals.noFederatedCredential();
  await jwtVerify(assertion, createLocalJWKSet(known.jwks as JSONWebKeySet), {
    algorithms: ['RS256'],
    currentDate: world.clock.now(),
    clockTolerance: clockSkewSeconds,
    requiredClaims: ['exp'],
  });
  return null;
}

const thumbprint = (pem: string, hash: 'sha1' | 'sha256'): string =>
  createHash(hash).update(new X509Certificate(pem).raw).digest('base64url');

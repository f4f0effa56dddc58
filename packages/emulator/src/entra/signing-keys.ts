import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

/** Tenant of all personal Microsoft accounts. (access-tokens.md: its keys are only for its own issuer) */
export const consumerTenantId = '9188040d-6c67-4c5b-b112-36a304b66dad';

interface SigningKey {
  kid: string;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
  publicJwk: JWK;
}

export interface SigningKeys {
  /** Signs every token of work and school tenants. */
  current: SigningKey;
  /** Earlier keys that are still published. */
  retired: SigningKey[];
  /** Published for the consumer tenant only; nothing is signed with it unless a test does. */
  consumer: SigningKey;
}

async function createSigningKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return { kid, privateKey, publicKey, publicJwk: { ...jwk, kid, use: 'sig', kty: 'RSA' } };
}

/** Fresh RSA keys of 2,048 bit. */
export async function createSigningKeys(): Promise<SigningKeys> {
  const [current, consumer] = await Promise.all([createSigningKey(), createSigningKey()]);
  return { current, retired: [], consumer };
}

/** A new key signs from now on; the old one stays published if `keepPublished`, else tokens signed with it no longer verify. */
export async function rotateSigningKeys(keys: SigningKeys, keepPublished: boolean): Promise<void> {
  const next = await createSigningKey();
  keys.retired = keepPublished ? [keys.current, ...keys.retired] : [];
  keys.current = next;
}

/** The JWKS document; each key carries the issuer it may sign for. (access-tokens.md, validation of the signing key issuer) */
export function publishedKeys(keys: SigningKeys, baseUrl: string): { keys: JWK[] } {
  const workIssuer = `${baseUrl}/{tenantid}/v2.0`;
  return {
    keys: [
      ...[keys.current, ...keys.retired].map((key) => ({ ...key.publicJwk, issuer: workIssuer })),
      { ...keys.consumer.publicJwk, issuer: `${baseUrl}/${consumerTenantId}/v2.0` },
    ],
  };
}

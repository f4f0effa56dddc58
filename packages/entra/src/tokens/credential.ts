import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { NodeAuthOptions } from '@azure/msal-node';
import { createFederatedAssertion } from './federated-assertion.ts';

/** How the directory registration proves itself. `thumbprintSha256` is hex, `tokenFile` holds a JWT of the external issuer. */
export type Credential =
  | { kind: 'secret'; value: string }
  | { kind: 'certificate'; privateKeyPem: string; thumbprintSha256: string }
  | { kind: 'federated'; tokenFile: string };

/** The part of msal-node's settings that a credential fills. A certificate signs with PS256 (certificate-credentials.md). */
export function msalCredential(
  credential: Credential,
): Pick<NodeAuthOptions, 'clientSecret' | 'clientCertificate' | 'clientAssertion'> {
  switch (credential.kind) {
    case 'secret':
      return { clientSecret: credential.value };
    case 'certificate':
      return { clientCertificate: { privateKey: credential.privateKeyPem, thumbprintSha256: credential.thumbprintSha256 } };
    case 'federated':
      return { clientAssertion: createFederatedAssertion(credential.tokenFile) };
  }
}

/**
 * Reads a PEM text that holds an unencrypted RSA private key and its certificate, in any order; further certificates are ignored.
 *
 * @throws TypeError that says what is missing and quotes nothing
 */
export function readCertificateCredential(pem: string): Credential {
  const keyPem = /-----BEGIN ((?:RSA )?PRIVATE KEY)-----[^-]+-----END \1-----/.exec(pem)?.[0];
  if (keyPem === undefined) throw new TypeError('The PEM holds no unencrypted private key');
  const certificatePems = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (certificatePems.length === 0) throw new TypeError('The PEM holds no certificate');

  const key = readable('private key', () => createPrivateKey(keyPem));
  if (key.asymmetricKeyType !== 'rsa') throw new TypeError('The private key must be an RSA key');
  const certificates = certificatePems.map((each) => readable('certificate', () => new X509Certificate(each)));
  const certificate = certificates.find((each) => each.checkPrivateKey(key));
  if (certificate === undefined) throw new TypeError('The private key belongs to no certificate of the PEM');
  return {
    kind: 'certificate',
    privateKeyPem: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    thumbprintSha256: certificate.fingerprint256.replaceAll(':', ''),
  };
}

function readable<T>(part: string, read: () => T): T {
  try {
    return read();
  } catch {
    throw new TypeError(`The ${part} cannot be read`);
  }
}

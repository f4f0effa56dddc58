import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** A key with a self-signed certificate, as `openssl req -x509` would write them. */
export function selfSigned(): { keyPem: string; certificatePem: string; publicKey: KeyObject } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const sha256WithRsa = sequence(Buffer.from('06092a864886f70d01010b0500', 'hex'));
  const commonName = sequence(
    der(0x31, sequence(Buffer.concat([Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from('test'))]))),
  );
  const validity = sequence(Buffer.concat(['250101000000Z', '450101000000Z'].map((time) => der(0x17, Buffer.from(time)))));
  const serial = der(0x02, Buffer.from([1]));
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const content = sequence(Buffer.concat([serial, sha256WithRsa, commonName, validity, commonName, spki]));
  const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', content, privateKey)]));
  const base64 = sequence(Buffer.concat([content, sha256WithRsa, signature])).toString('base64');
  return {
    keyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificatePem: `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    publicKey,
  };
}

function sequence(content: Buffer): Buffer {
  return der(0x30, content);
}

/** Tag, length and content (X.690, definite lengths up to 65,535). */
function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

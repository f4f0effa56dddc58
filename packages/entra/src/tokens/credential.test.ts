import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import { expect, onTestFinished, test } from 'vitest';
import { selfSigned } from '../testing/self-signed.ts';
import { clientId, granted, refusal, tenantA, tenantB, tokenFixture } from '../testing/token-fixture.ts';
import { readCertificateCredential } from './index.ts';

const cached = { generation: 1 };
const fresh = { generation: 1, fresh: true };
const old = { kind: 'secret', value: 'old' } as const;
const next = { kind: 'secret', value: 'next' } as const;

test('a certificate signs the assertion with PS256 for the token endpoint', async () => {
  const { keyPem, certificatePem, publicKey } = selfSigned();
  const { tokens, server } = await tokenFixture({ credential: readCertificateCredential(keyPem + certificatePem) });
  await tokens.get(tenantA, cached);
  const form = server.asked[0]?.form;
  expect(form?.get('client_assertion_type')).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
  expect(form?.has('client_secret')).toBe(false);
  const assertion = form?.get('client_assertion') ?? '';
  const { payload } = await jwtVerify(assertion, publicKey, {
    algorithms: ['PS256'],
    issuer: clientId,
    subject: clientId,
    audience: `${server.url}/${tenantA}/oauth2/v2.0/token`,
    clockTolerance: 5,
  });
  expect(payload.jti).toBeDefined();
  const thumbprint = Buffer.from(new X509Certificate(certificatePem).fingerprint256.replaceAll(':', ''), 'hex');
  expect(decodeProtectedHeader(assertion)['x5t#S256']).toBe(thumbprint.toString('base64url'));
});

test('key and certificate are read in any order, and the certificate that fits the key is taken', () => {
  const mine = selfSigned();
  const other = selfSigned();
  const expected = readCertificateCredential(mine.keyPem + mine.certificatePem);
  expect(readCertificateCredential(other.certificatePem + mine.certificatePem + mine.keyPem)).toEqual(expected);
  expect(expected).toMatchObject({ kind: 'certificate', thumbprintSha256: expect.stringMatching(/^[0-9A-F]{64}$/) });
});

test('a PEM that cannot serve is refused with a reason, and nothing of it is quoted', () => {
  const { keyPem, certificatePem } = selfSigned();
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const broken = '-----BEGIN PRIVATE KEY-----\nAAAAsecretAAAA\n-----END PRIVATE KEY-----\n';
  const encrypted = generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
    .toString();
  const refused: [string, RegExp][] = [
    [certificatePem, /no unencrypted private key/],
    [encrypted + certificatePem, /no unencrypted private key/],
    [keyPem, /no certificate/],
    [ec + certificatePem, /RSA/],
    [broken + certificatePem, /private key cannot be read/],
    [keyPem + selfSigned().certificatePem, /belongs to no certificate/],
    ['', /no unencrypted private key/],
  ];
  for (const [pem, reason] of refused) {
    expect(() => readCertificateCredential(pem)).toThrow(TypeError);
    expect(() => readCertificateCredential(pem)).toThrow(reason);
    expect(() => readCertificateCredential(pem)).not.toThrow(/secret/);
  }
});

test('a federated token is read from its file, and again when the file has changed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'entra-federated-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const tokenFile = join(folder, 'token');
  const { tokens, server } = await tokenFixture({ credential: { kind: 'federated', tokenFile } });

  await expect(tokens.get(tenantA, fresh)).rejects.toMatchObject({ code: 'credential-unreadable', cause: { code: 'ENOENT' } });
  await writeFile(tokenFile, ' \n');
  await expect(tokens.get(tenantA, fresh)).rejects.toMatchObject({ code: 'credential-unreadable' });
  expect(server.asked).toHaveLength(0);

  await writeFile(tokenFile, 'first.external.jwt\n');
  await utimes(tokenFile, 1_000_000, 1_000_000);
  await tokens.get(tenantA, fresh);
  await writeFile(tokenFile, 'FIRST.external.jwt\n');
  await utimes(tokenFile, 1_000_000, 1_000_000);
  await tokens.get(tenantA, fresh);
  await writeFile(tokenFile, 'another.external.jwt\n');
  await tokens.get(tenantA, fresh);
  expect(server.asked.map((asked) => asked.form.get('client_assertion'))).toEqual([
    'first.external.jwt',
    'first.external.jwt',
    'another.external.jwt',
  ]);
});

test.each([7000215, 7000222, 700027, 50012, 700030, 700024])(
  'AADSTS%s lets the next credential be tried, for all tenants',
  async (aadsts) => {
    const { tokens, server, answers } = await tokenFixture({ credential: old, nextCredential: next });
    answers[0] = ({ form }) => (form.get('client_secret') === 'old' ? refusal(aadsts) : granted());
    await tokens.get(tenantA, cached);
    await tokens.get(tenantB, cached);
    expect(server.asked.map((asked) => asked.form.get('client_secret'))).toEqual(['old', 'next', 'next']);
  },
);

test('the first credential is returned to when the next one stops working', async () => {
  const { tokens, server, answers } = await tokenFixture({ credential: old, nextCredential: next });
  let good = 'next';
  answers[0] = ({ form }) => (form.get('client_secret') === good ? granted() : refusal(7000222));
  await tokens.get(tenantA, fresh);
  good = 'old';
  await tokens.get(tenantA, fresh);
  await tokens.get(tenantA, fresh);
  expect(server.asked.map((asked) => asked.form.get('client_secret'))).toEqual(['old', 'next', 'next', 'old', 'old']);
});

test('a refusal that is the tenant’s affair tries no other credential', async () => {
  const { tokens, server, answers } = await tokenFixture({ credential: old, nextCredential: next });
  answers[0] = refusal(7000229);
  await expect(tokens.get(tenantA, cached)).rejects.toMatchObject({ aadsts: 7000229 });
  expect(server.asked).toHaveLength(1);
});

test('when both credentials are refused the error is that of the current one', async () => {
  const { tokens, answers } = await tokenFixture({ credential: old, nextCredential: next });
  answers[0] = ({ form }) => refusal(form.get('client_secret') === 'old' ? 7000222 : 7000215);
  await expect(tokens.get(tenantA, cached)).rejects.toMatchObject({ code: 'refused', aadsts: 7000222 });
});

test('a federated token that cannot be read lets the next credential be tried', async () => {
  const { tokens } = await tokenFixture({ credential: { kind: 'federated', tokenFile: '/nowhere/token' }, nextCredential: next });
  await expect(tokens.get(tenantA, cached)).resolves.toMatchObject({ roles: ['User.Read.All'] });
});

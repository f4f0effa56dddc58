import { X509Certificate } from 'node:crypto';
import { createRemoteJWKSet, decodeJwt, exportJWK, generateKeyPair, importPKCS8, jwtVerify, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addCustomer } from '../customers/add-customer.ts';
import { directoryRegistrationClientId as clientId, directoryPermissions } from '../customers/registrations.ts';
import { type Emulator, startEmulator } from '../start-emulator.ts';
import { createMsalClient } from '../testing/msal-client.ts';
import { createSelfSignedCertificate } from '../testing/self-signed-certificate.ts';
import type { AppRegistration, Tenant } from '../world/world.ts';
import { verifyAccessToken } from './access-token.ts';
import { grantWholeList } from './grant.ts';

const minute = 60_000;
const scopes = ['https://graph.microsoft.com/.default'];
const clientSecret = 'demo-directory-secret';
let emulator: Emulator;
let tenant: Tenant;
let registration: AppRegistration;

beforeAll(async () => {
  emulator = await startEmulator({ customers: 'none' });
  const known = emulator.world.registrations.get(clientId);
  if (!known) throw new Error('the registration is missing');
  registration = known;
  tenant = addCustomer(emulator.world, {});
  grantWholeList(emulator.world, tenant, registration);
});
afterAll(() => emulator.close());

const byMsal = (tenantId: string, credential: Parameters<typeof createMsalClient>[3] = { clientSecret }) =>
  createMsalClient(emulator.url, tenantId, clientId, credential).acquireTokenByClientCredential({ scopes });

async function post(tenantText: string, form: Record<string, string>, headers: Record<string, string> = {}) {
  const body = new URLSearchParams({ grant_type: 'client_credentials', scope: scopes.join(), ...form });
  const answer = await fetch(`${emulator.url}/${tenantText}/oauth2/v2.0/token`, { method: 'POST', body, headers });
  const json = (await answer.json()) as Record<string, unknown>;
  return { status: answer.status, headers: answer.headers, json, aadsts: (json.error_codes as number[] | undefined)?.[0] };
}
const withSecret = { client_id: clientId, client_secret: clientSecret };

describe('msal-node by client secret', () => {
  it('gets a signed token with the claims of section 2 and the roles that were granted', async () => {
    const result = await byMsal(tenant.tenantId);
    const token = result?.accessToken ?? '';
    const keys = createRemoteJWKSet(new URL(`${emulator.url}/${tenant.tenantId}/discovery/v2.0/keys`));
    const { payload } = await jwtVerify(token, keys, {
      issuer: `https://sts.windows.net/${tenant.tenantId}/`,
      audience: 'https://graph.microsoft.com',
    });
    const principal = tenant.servicePrincipals.get(clientId);
    expect(payload).toMatchObject({
      ver: '1.0',
      tid: tenant.tenantId,
      appid: clientId,
      appidacr: '1',
      idtyp: 'app',
      oid: principal?.id,
      sub: principal?.id,
      roles: directoryPermissions,
    });
    const lifeSeconds = (payload.exp ?? 0) - (payload.iat ?? 0);
    expect(lifeSeconds).toBeGreaterThanOrEqual(3599);
    expect(lifeSeconds).toBeLessThan(5400);
  });

  it.each([
    [
      'a wrong secret',
      () => byMsal(tenant.tenantId, { clientSecret: 'wrong' }),
      { errorCode: 'invalid_client', errorNo: 7000215, status: 401 },
    ],
    [
      'a tenant without service principal',
      () => byMsal(addCustomer(emulator.world, {}).tenantId),
      { errorNo: 7000229, status: 401 },
    ],
    [
      'a tenant that does not exist',
      () => byMsal('00000000-0000-4000-8000-00000000dead'),
      { errorCode: 'invalid_request', errorNo: 90002, status: 400 },
    ],
  ])('is told about %s', async (_case, ask, expected) => {
    await expect(ask()).rejects.toMatchObject(expected);
  });

  it('gets a token without roles while consent is spreading, and Graph may check it', async () => {
    const slow = addCustomer(emulator.world, { propagation: { delayMs: 5 * minute, flapping: false } });
    grantWholeList(emulator.world, slow, registration);
    const token = (await byMsal(slow.tenantId))?.accessToken ?? '';
    expect(decodeJwt(token)).not.toHaveProperty('roles');
    const caller = await verifyAccessToken(emulator.world, `Bearer ${token}`);
    expect(caller).toMatchObject({
      ok: true,
      tenantId: slow.tenantId,
      clientId,
      roles: [],
      servicePrincipalId: slow.servicePrincipals.get(clientId)?.id,
    });
  });
});

describe('msal-node by certificate', () => {
  it('is believed by PS256 and its SHA-256 thumbprint, twice with the same assertion', async () => {
    const { key, cert } = createSelfSignedCertificate();
    registration.certificates = [{ pem: cert, expiresAt: null }];
    const thumbprintSha256 = new X509Certificate(cert).fingerprint256.replaceAll(':', '');
    const client = createMsalClient(emulator.url, tenant.tenantId, clientId, {
      clientCertificate: { thumbprintSha256, privateKey: key },
    });
    for (const skipCache of [false, true]) {
      const token = (await client.acquireTokenByClientCredential({ scopes, skipCache }))?.accessToken ?? '';
      expect(decodeJwt(token)).toMatchObject({ appidacr: '2', tid: tenant.tenantId });
    }
  });

  it('is refused with a key that is not the registered one', async () => {
    const registered = createSelfSignedCertificate();
    registration.certificates = [{ pem: registered.cert, expiresAt: null }];
    const thumbprintSha256 = new X509Certificate(registered.cert).fingerprint256.replaceAll(':', '');
    const privateKey = createSelfSignedCertificate().key;
    await expect(byMsal(tenant.tenantId, { clientCertificate: { thumbprintSha256, privateKey } })).rejects.toMatchObject({
      errorNo: 700027,
    });
    const unknown = new X509Certificate(createSelfSignedCertificate().cert).fingerprint256.replaceAll(':', '');
    await expect(byMsal(tenant.tenantId, { clientCertificate: { thumbprintSha256: unknown, privateKey } })).rejects.toMatchObject(
      { errorNo: 700027 },
    );
  });
});

describe('a client assertion', () => {
  const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
  const now = () => Math.floor(Date.now() / 1000);

  async function assertion(claims: Record<string, unknown>): Promise<Record<string, string>> {
    const { key, cert } = createSelfSignedCertificate();
    registration.certificates = [{ pem: cert, expiresAt: null }];
    const thumbprint = Buffer.from(new X509Certificate(cert).fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');
    const aud = `${emulator.url}/${tenant.tenantId}/oauth2/v2.0/token`;
    const jwt = await new SignJWT({ iss: clientId, sub: clientId, aud, jti: 'x', nbf: now(), exp: now() + 600, ...claims })
      .setProtectedHeader({ alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint })
      .sign(await importPKCS8(key, 'PS256'));
    return { client_id: clientId, client_assertion_type: assertionType, client_assertion: jwt };
  }

  it.each([
    [{}, undefined],
    [{ nbf: now() + 120 }, undefined],
    [{ nbf: now() + 1200, exp: now() + 1800 }, 700024],
    [{ nbf: now() - 1800, exp: now() - 1200 }, 700024],
    [{ aud: 'https://login.microsoftonline.com/common/oauth2/v2.0/token' }, 700023],
    [{ iss: '00000000-0000-4000-8000-000000000bad' }, 700021],
    [{ sub: '00000000-0000-4000-8000-000000000bad' }, 700021],
  ])('with %o is answered with %s', async (claims, aadsts) => {
    expect((await post(tenant.tenantId, await assertion(claims))).aadsts).toBe(aadsts);
  });

  it('that nobody can read, or whose certificate has expired, is refused', async () => {
    const form = await assertion({});
    expect((await post(tenant.tenantId, { ...form, client_assertion: 'a.b.c' })).aadsts).toBe(50027);
    registration.certificates = registration.certificates.map(({ pem }) => ({ pem, expiresAt: emulator.world.clock.now() }));
    expect((await post(tenant.tenantId, form)).aadsts).toBe(700027);
  });

  it('of another issuer is believed if issuer, subject, audience and signature fit a federated credential', async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    const trusted = { issuer: 'https://ci.example', subject: 'repo:main', audience: 'api://AzureADTokenExchange' };
    registration.federatedCredentials = [{ ...trusted, jwks: { keys: [{ ...(await exportJWK(publicKey)), alg: 'RS256' }] } }];
    const federated = async (subject: string, key = privateKey) => {
      const jwt = new SignJWT({ iss: trusted.issuer, sub: subject, aud: trusted.audience, exp: now() + 300 });
      const client_assertion = await jwt.setProtectedHeader({ alg: 'RS256' }).sign(key);
      return post(tenant.tenantId, { client_id: clientId, client_assertion_type: assertionType, client_assertion });
    };
    expect((await federated(trusted.subject)).status).toBe(200);
    expect((await federated('Repo:main')).aadsts).toBe(70021);
    expect((await federated(trusted.subject, (await generateKeyPair('RS256')).privateKey)).aadsts).toBe(700027);
  });
});

describe('the token endpoint', () => {
  it.each([
    ['no grant type', ofTenant, { ...withSecret, grant_type: '' }, 900144],
    ['another grant type', ofTenant, { ...withSecret, grant_type: 'password' }, 70003],
    ['no client id', ofTenant, { client_secret: clientSecret }, 900144],
    ['an unknown client', ofTenant, { ...withSecret, client_id: '00000000-0000-4000-8000-00000000cafe' }, 700016],
    ['no credential', ofTenant, { client_id: clientId }, 7000218],
    ['no scope', ofTenant, { ...withSecret, scope: '' }, 900144],
    ['a scope without .default', ofTenant, { ...withSecret, scope: 'https://graph.microsoft.com/User.Read.All' }, 1002012],
    ['a scope that is no resource', ofTenant, { ...withSecret, scope: 'graph/.default' }, 70011],
    ['an unknown resource', ofTenant, { ...withSecret, scope: 'https://other.example/.default' }, 500011],
    [
      'two resources',
      ofTenant,
      { ...withSecret, scope: 'https://graph.microsoft.com/.default https://b.example/.default' },
      700022,
    ],
    ['/common', () => 'common', withSecret, 9001023],
    ['/organizations', () => 'organizations', withSecret, 9001023],
  ])('given %s answers the documented error', async (_case, where, form, aadsts) => {
    const { json, status } = await post(where(), form);
    expect(json).toMatchObject({
      error: expect.any(String),
      error_codes: [aadsts],
      error_description: expect.stringMatching(
        new RegExp(
          `^AADSTS${aadsts}: .+\\r\\nTrace ID: \\S+\\r\\nCorrelation ID: \\S+\\r\\nTimestamp: \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\dZ$`,
        ),
      ),
      trace_id: expect.any(String),
      correlation_id: expect.any(String),
    });
    expect([400, 401]).toContain(status);
  });

  it('takes the credential as HTTP Basic too, echoes the request id and forbids storing', async () => {
    const id = '11111111-2222-4333-8444-555555555555';
    const authorization = `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64')}`;
    const { status, headers, json } = await post(tenant.tenantId, {}, { authorization, 'client-request-id': id });
    expect(status).toBe(200);
    expect(json).toMatchObject({ token_type: 'Bearer', expires_in: expect.any(Number), access_token: expect.any(String) });
    expect(json).not.toHaveProperty('refresh_token');
    expect(headers.get('client-request-id')).toBe(id);
    expect(headers.get('x-ms-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('cache-control')).toContain('no-store');
  });

  it('tells an expired secret, a disabled app and a deleted tenant apart', async () => {
    registration.secrets.push({ value: 'old', expiresAt: new Date(Date.now() - minute) });
    expect(await post(tenant.tenantId, { ...withSecret, client_secret: 'old' })).toMatchObject({ aadsts: 7000222, status: 401 });
    const other = addCustomer(emulator.world, {});
    const principal = grantWholeList(emulator.world, other, registration);
    principal.accountEnabled = false;
    expect((await post(other.tenantId, withSecret)).aadsts).toBe(7000112);
    other.deleted = true;
    expect((await post(other.tenantId, withSecret)).aadsts).toBe(90002);
  });

  it('gives lifetime and refresh_in as told', async () => {
    Object.assign(emulator.world.tokenPolicy, { lifetimeSeconds: 400, refreshInSeconds: 100 });
    expect((await post(tenant.tenantId, withSecret)).json).toMatchObject({ expires_in: 400, refresh_in: 100 });
    Object.assign(emulator.world.tokenPolicy, { lifetimeSeconds: null, refreshInSeconds: null });
  });
});

function ofTenant(): string {
  return tenant.tenantId;
}

describe('a token presented to Graph', () => {
  it('is refused when changed, expired, or signed by a key that is no longer published', async () => {
    const { json } = await post(tenant.tenantId, withSecret);
    const token = String(json.access_token);
    const check = async (text: string | undefined) => (await verifyAccessToken(emulator.world, text)).ok;
    expect(await check(`Bearer ${token}`)).toBe(true);
    expect(await check(`Bearer ${token.slice(0, -4)}AAAA`)).toBe(false);
    expect(await check(token)).toBe(false);
    expect(await check(undefined)).toBe(false);
    emulator.world.clock.advance(91 * minute);
    expect(await check(`Bearer ${token}`)).toBe(false);
    emulator.world.clock.reset();
    await fetch(`${emulator.url}/_emulator/keys/rotate`, { method: 'POST', body: '{"keepPublished":true}' });
    expect(await check(`Bearer ${token}`)).toBe(true);
    await fetch(`${emulator.url}/_emulator/keys/rotate`, { method: 'POST', body: '{"keepPublished":false}' });
    expect(await check(`Bearer ${token}`)).toBe(false);
  });

  it('no longer names a service principal once the customer has deleted it', async () => {
    const other = addCustomer(emulator.world, {});
    grantWholeList(emulator.world, other, registration);
    const authorization = `Bearer ${String((await post(other.tenantId, withSecret)).json.access_token)}`;
    other.servicePrincipals.delete(clientId);
    expect(await verifyAccessToken(emulator.world, authorization)).toMatchObject({ ok: true, servicePrincipalId: null });
    grantWholeList(emulator.world, other, registration);
    expect(await verifyAccessToken(emulator.world, authorization)).toMatchObject({ ok: true, servicePrincipalId: null });
  });
});

import {
  addCustomer,
  directoryRegistrationClientId as clientId,
  directoryPermissions,
  type Emulator,
  homeTenantId,
  signInRegistrationClientId,
  startEmulator,
  type Tenant,
} from '@tenantry/emulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adminConsentUrl, createSignIn, directoryStanding, operatorRole, readConsentCallback } from './consent/index.ts';
import { browse } from './testing/browser.ts';
import { selfSigned } from './testing/self-signed.ts';
import { createAppTokens, readCertificateCredential } from './tokens/index.ts';

const portal = 'http://localhost:3000';
const graphResource = 'https://graph.microsoft.com';
const permissions = directoryPermissions.toSorted();
const secret = { kind: 'secret', value: 'demo-directory-secret' } as const;
const wrong = { kind: 'secret', value: 'wrong' } as const;
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ customers: 'none' });
});
afterAll(() => emulator.close());

const signInHere = () =>
  createSignIn({ entraBaseUrl: emulator.url, clientId: signInRegistrationClientId, clientSecret: 'demo-sign-in-secret' });
const tokensWith = (credentials: Pick<Parameters<typeof createAppTokens>[0], 'credential' | 'nextCredential'>) =>
  createAppTokens({ entraBaseUrl: emulator.url, clientId, graphResource, ...credentials });

function oidOf(tenant: Tenant, username: string): string {
  return (
    tenant.accounts.find((account) => account.username.startsWith(`${username}@`))?.oid ?? expect.fail(`nobody is ${username}`)
  );
}

async function signedIn(tenant: Tenant, username: string) {
  const signIn = signInHere();
  const { url, transaction } = await signIn.begin({ tenant: tenant.tenantId, redirectUri: `${portal}/auth/connect/callback` });
  const callback = await browse(url, { oid: oidOf(tenant, username), decision: 'accept' });
  return { signIn, transaction, callback, person: await signIn.complete(transaction, callback.searchParams) };
}

async function consented(tenant: Tenant, decision: 'accept' | 'cancel') {
  const redirectUri = `${portal}/connect/callback`;
  const url = adminConsentUrl({
    entraBaseUrl: emulator.url,
    tenantId: tenant.tenantId,
    clientId,
    graphResource,
    redirectUri,
    state: 's',
  });
  return readConsentCallback((await browse(url, { oid: oidOf(tenant, 'admin'), decision })).searchParams);
}

test('a tenant admin signs in, approves, and the app-only token has the permissions', async () => {
  const tenant = addCustomer(emulator.world, {});
  const tokens = tokensWith({ credential: secret });
  await expect(tokens.get(tenant.tenantId, { generation: 1 })).rejects.toMatchObject({
    code: 'refused',
    aadsts: 7000229,
    status: 401,
  });

  const { person } = await signedIn(tenant, 'admin');
  expect(person).toMatchObject({ tenantId: tenant.tenantId, oid: oidOf(tenant, 'admin') });
  expect(directoryStanding(person)).toBe('tenant-admin');

  expect(await consented(tenant, 'accept')).toEqual({ kind: 'approved', state: 's', claimedTenantId: tenant.tenantId });
  const token = await tokens.get(tenant.tenantId, { generation: 2 });
  expect(token.roles?.toSorted()).toEqual(permissions);
  expect(token.expiresAt.getTime()).toBeGreaterThan(Date.now() + 59 * 60_000);
});

test('an approval that is declined says so, and gives no token', async () => {
  const tenant = addCustomer(emulator.world, {});
  expect(await consented(tenant, 'cancel')).toMatchObject({ kind: 'declined', state: 's', aadsts: 65004 });
  const token = tokensWith({ credential: secret }).get(tenant.tenantId, { generation: 1 });
  await expect(token).rejects.toMatchObject({ aadsts: 7000229 });
});

test('an application administrator and a plain user are no tenant admins', async () => {
  const tenant = addCustomer(emulator.world, {});
  for (const username of ['apps', 'user']) {
    const { person } = await signedIn(tenant, username);
    expect(directoryStanding(person)).toBe('not-admin');
  }
});

test('a code serves once, also when another process is asked', async () => {
  const { transaction, callback } = await signedIn(addCustomer(emulator.world, {}), 'admin');
  const again = signInHere().complete(transaction, callback.searchParams);
  await expect(again).rejects.toMatchObject({ code: 'entra-refused', aadsts: 54005 });
});

test('an operator of the home tenant has a role that the same person has nowhere else', async () => {
  const home = emulator.world.tenants.get(homeTenantId) ?? expect.fail('there is no home tenant');
  const roleOf = (name: string) => home.accounts.find((each) => each.appRoles.get(signInRegistrationClientId)?.includes(name));
  const admin = roleOf('Admin') ?? expect.fail('the home tenant has no admin operator');
  const { person } = await signedIn(home, admin.username.split('@')[0] ?? '');
  expect(operatorRole(person, { operatorTenantId: homeTenantId, signInTenant: homeTenantId })).toBe('Admin');
  expect(operatorRole(person, { operatorTenantId: homeTenantId, signInTenant: 'organizations' })).toBeNull();
});

test('a registered certificate gets a token, and one that is not registered falls to the next credential', async () => {
  const tenant = addCustomer(emulator.world, {});
  await consented(tenant, 'accept');
  const registration = emulator.world.registrations.get(clientId) ?? expect.fail('there is no directory registration');
  const { keyPem, certificatePem } = selfSigned();
  const credential = readCertificateCredential(keyPem + certificatePem);

  await expect(tokensWith({ credential }).get(tenant.tenantId, { generation: 1 })).rejects.toMatchObject({ aadsts: 700027 });
  const rotating = tokensWith({ credential, nextCredential: secret });
  expect((await rotating.get(tenant.tenantId, { generation: 1 })).roles?.toSorted()).toEqual(permissions);
  registration.certificates.push({ pem: certificatePem, expiresAt: null });
  const registered = tokensWith({ credential: wrong, nextCredential: credential });
  expect((await registered.get(tenant.tenantId, { generation: 1 })).roles?.toSorted()).toEqual(permissions);
});

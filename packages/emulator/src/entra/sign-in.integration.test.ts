import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addCustomer } from '../customers/add-customer.ts';
import { signInRegistrationClientId as clientId, homeTenantId } from '../customers/registrations.ts';
import { type Emulator, startEmulator } from '../start-emulator.ts';
import { createMsalClient } from '../testing/msal-client.ts';
import { createVisitor, type Visit } from '../testing/visitor.ts';
import type { Tenant } from '../world/world.ts';
import { directoryRoles, memberRole } from './directory-roles.ts';
import { personalAccount } from './people.ts';

const minute = 60_000;
const clientSecret = 'demo-sign-in-secret';
const redirectUri = 'http://localhost:3000/auth/connect/callback';
let emulator: Emulator;
let tenant: Tenant;
let guestHost: Tenant;

beforeAll(async () => {
  emulator = await startEmulator({ customers: 'none' });
  tenant = addCustomer(emulator.world, { name: 'Orchard <Labs>', defaultDomain: 'orchard.example' });
  guestHost = addCustomer(emulator.world, {
    accounts: [
      { username: 'admin', displayName: 'Hana Host', kind: 'global-admin' },
      { username: 'admin@orchard.example', displayName: 'Ada Admin', kind: 'guest', homeTenantId: tenant.tenantId },
    ],
  });
});
afterAll(() => emulator.close());

const authorizeUrl = (segment: string, changes: Record<string, string | null> = {}) => {
  const url = new URL(`${emulator.url}/${segment}/oauth2/v2.0/authorize`);
  const usual = {
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid profile',
    state: 's1',
    nonce: 'n1',
  };
  for (const [name, value] of Object.entries({ ...usual, ...changes })) if (value !== null) url.searchParams.set(name, value);
  return url.href;
};
const oidOf = (of: Tenant, username: string) => of.accounts.find((account) => account.username.startsWith(username))?.oid ?? '';
const page = (visit: Visit) => /AADSTS(\d+)/.exec(visit.html)?.[1];

/** Signs in with a fresh browser and gives the address the browser was sent to. */
async function signIn(url: string, oid: string, browser = createVisitor(emulator.url)): Promise<URL> {
  let visit = await browser.press(await browser.open(url), { oid });
  if (visit.leftFor === null) visit = await browser.press(visit, { decision: 'accept' });
  if (visit.leftFor === null) throw new Error(visit.html);
  return visit.leftFor;
}

async function redeem(callback: URL, changes: Record<string, string> = {}, segment = 'organizations') {
  const code = callback.searchParams.get('code') ?? '';
  const usual = {
    grant_type: 'authorization_code',
    client_id: clientId,
    client_secret: clientSecret,
    redirect_uri: redirectUri,
    code,
  };
  const answer = await fetch(`${emulator.url}/${segment}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({ ...usual, ...changes }),
  });
  const json = (await answer.json()) as Record<string, unknown>;
  return { status: answer.status, json, aadsts: (json.error_codes as number[] | undefined)?.[0] };
}

describe('openid-client', () => {
  it('discovers, signs in with PKCE and validates the id token against the tenant', async () => {
    const config = await oidc.discovery(new URL(`${emulator.url}/${tenant.tenantId}/v2.0`), clientId, clientSecret, undefined, {
      execute: [oidc.allowInsecureRequests],
    });
    const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: 'openid profile',
      code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: 'state-1',
      nonce: 'nonce-1',
      max_age: '600',
    });
    const callback = await signIn(url.href, oidOf(tenant, 'admin'));
    const tokens = await oidc.authorizationCodeGrant(config, callback, {
      pkceCodeVerifier,
      expectedState: 'state-1',
      expectedNonce: 'nonce-1',
      maxAge: 600,
      idTokenExpected: true,
    });
    expect(tokens.claims()).toMatchObject({
      ver: '2.0',
      iss: `${emulator.url}/${tenant.tenantId}/v2.0`,
      tid: tenant.tenantId,
      oid: oidOf(tenant, 'admin'),
      preferred_username: 'admin@orchard.example',
      name: 'Ada Admin',
      wids: [directoryRoles.globalAdministrator, memberRole],
      login_hint: expect.any(String),
      sid: expect.any(String),
    });
  });
});

describe('msal-node', () => {
  it('redeems a code with PKCE, nonce and client_info', async () => {
    const msal = createMsalClient(emulator.url, 'organizations', clientId, { clientSecret });
    const verifier = oidc.randomPKCECodeVerifier();
    const url = await msal.getAuthCodeUrl({
      scopes: ['openid', 'profile'],
      redirectUri,
      state: 'm1',
      nonce: 'm-nonce',
      codeChallenge: await oidc.calculatePKCECodeChallenge(verifier),
      codeChallengeMethod: 'S256',
      prompt: 'select_account',
    });
    const callback = await signIn(url, oidOf(tenant, 'user'));
    const code = callback.searchParams.get('code') ?? '';
    const result = await msal.acquireTokenByCode({
      code,
      redirectUri,
      scopes: ['openid', 'profile'],
      codeVerifier: verifier,
      nonce: 'm-nonce',
    });
    expect(result).toMatchObject({
      tenantId: tenant.tenantId,
      account: { username: 'user@orchard.example', localAccountId: oidOf(tenant, 'user') },
    });
    expect(result.account?.homeAccountId).toBe(`${oidOf(tenant, 'user')}.${tenant.tenantId}`);
    expect(result.idTokenClaims).toMatchObject({ wids: [memberRole] });
  });
});

describe('the account picker', () => {
  it('shows everybody at home on organizations, and the guests of a tenant at that tenant only', async () => {
    const visitor = createVisitor(emulator.url);
    const everywhere = (await visitor.open(authorizeUrl('organizations'))).html;
    expect(everywhere).toContain(`value="${oidOf(tenant, 'admin')}"`);
    expect(everywhere).toContain(`value="${personalAccount.oid}"`);
    expect(everywhere).not.toContain(`value="${oidOf(guestHost, 'admin@orchard')}"`);
    const there = (await visitor.open(authorizeUrl(guestHost.tenantId))).html;
    expect(there).toContain(`value="${oidOf(guestHost, 'admin@orchard')}"`);
    expect(there).not.toContain(`value="${oidOf(tenant, 'user')}"`);
    expect(there).not.toContain(personalAccount.oid);
  });

  it('finds people by name and escapes what tenants call themselves', async () => {
    const visitor = createVisitor(emulator.url);
    const shown = await visitor.open(authorizeUrl('organizations'));
    const id = /action="(\/sign-in\/[^"]+)"/.exec(shown.html)?.[1];
    const found = (await visitor.open(`${emulator.url}${id}?find=ORCHARD`)).html;
    expect(found).toContain('Orchard &lt;Labs&gt;');
    expect(found).not.toContain('<Labs>');
    expect(found).not.toContain(`value="${oidOf(guestHost, 'admin@tenant')}"`);
  });

  it('refuses a personal account, a person of another tenant and nobody, each on a page', async () => {
    const visitor = createVisitor(emulator.url);
    expect(page(await visitor.press(await visitor.open(authorizeUrl('organizations')), { oid: personalAccount.oid }))).toBe(
      '500208',
    );
    const pinned = await visitor.open(authorizeUrl(tenant.tenantId));
    expect(page(await visitor.press(pinned, { username: 'admin@contoso-cloud.example' }))).toBe('50020');
    expect(page(await visitor.press(pinned, { username: 'nobody@nowhere.example' }))).toBe('50034');
  });

  it('gives a guest the id and roles of the host tenant, and the name from home', async () => {
    const callback = await signIn(authorizeUrl(guestHost.tenantId), oidOf(guestHost, 'admin@orchard'));
    const { json } = await redeem(callback);
    const claims = JSON.parse(Buffer.from(String(json.id_token).split('.')[1] ?? '', 'base64url').toString());
    expect(claims).toMatchObject({
      tid: guestHost.tenantId,
      oid: oidOf(guestHost, 'admin@orchard'),
      preferred_username: 'admin@orchard.example',
    });
    expect(claims.idp).toBe(`https://sts.windows.net/${tenant.tenantId}/`);
    expect(claims.oid).not.toBe(oidOf(tenant, 'admin'));
  });

  it('sends the browser back when the person turns away', async () => {
    const visitor = createVisitor(emulator.url);
    const { leftFor } = await visitor.press(await visitor.open(authorizeUrl('organizations')), { decision: 'cancel' });
    expect(Object.fromEntries(leftFor?.searchParams ?? [])).toMatchObject({
      error: 'access_denied',
      error_subcode: 'cancel',
      state: 's1',
    });
  });
});

describe('the first sign-in to an app in a tenant', () => {
  it('asks for consent to openid and profile once, and may be declined', async () => {
    const fresh = addCustomer(emulator.world, {});
    const visitor = createVisitor(emulator.url);
    const asked = await visitor.press(await visitor.open(authorizeUrl('organizations')), { oid: oidOf(fresh, 'user') });
    expect(asked.html).toContain('View your basic profile');
    const declined = await visitor.press(asked, { decision: 'cancel' });
    expect(declined.leftFor?.searchParams.get('error')).toBe('access_denied');
    expect(declined.leftFor?.searchParams.get('error_description')).toMatch(/^AADSTS65004/);
    expect(fresh.servicePrincipals.has(clientId)).toBe(false);
    expect((await signIn(authorizeUrl('organizations'), oidOf(fresh, 'user'))).searchParams.has('code')).toBe(true);
    const again = await createVisitor(emulator.url).open(authorizeUrl('organizations'));
    expect(
      (await createVisitor(emulator.url).press(again, { oid: oidOf(fresh, 'admin') })).leftFor?.searchParams.has('code'),
    ).toBe(true);
  });

  it('needs an administrator where people may not consent themselves', async () => {
    const strict = addCustomer(emulator.world, { userConsentAllowed: false });
    const visitor = createVisitor(emulator.url);
    const stopped = await visitor.press(await visitor.open(authorizeUrl('organizations')), { oid: oidOf(strict, 'user') });
    expect([stopped.status, page(stopped)]).toEqual([403, '90094']);
    expect((await visitor.press(stopped, { decision: 'accept' })).leftFor?.searchParams.get('error_description')).toMatch(
      /^AADSTS90094/,
    );
    expect(strict.servicePrincipals.has(clientId)).toBe(false);
    expect((await signIn(authorizeUrl('organizations'), oidOf(strict, 'admin'))).searchParams.has('code')).toBe(true);
  });
});

describe('a signed-in browser', () => {
  it('signs in silently, keeps its time of authentication, and must authenticate again for login and max_age', async () => {
    const browser = createVisitor(emulator.url);
    const first = await redeem(await signIn(authorizeUrl('organizations'), oidOf(tenant, 'admin'), browser));
    const authTime = (json: Record<string, unknown>) =>
      JSON.parse(Buffer.from(String(json.id_token).split('.')[1] ?? '', 'base64url').toString()).auth_time as number;
    emulator.world.clock.advance(20 * minute);
    const silent = await browser.open(authorizeUrl('organizations', { prompt: 'none' }));
    if (!silent.leftFor) throw new Error(silent.html);
    expect(authTime((await redeem(silent.leftFor)).json)).toBe(authTime(first.json));
    expect((await browser.open(authorizeUrl('organizations'))).leftFor?.searchParams.has('code')).toBe(true);
    const select = await browser.open(authorizeUrl('organizations', { prompt: 'select_account' }));
    expect(select.html).toContain('Stay signed in as admin@orchard.example');
    expect((await browser.press(select, { stay: '1' })).leftFor?.searchParams.has('code')).toBe(true);
    for (const again of [{ prompt: 'login' }, { max_age: '600' }] as Record<string, string>[]) {
      const shown = await browser.open(authorizeUrl('organizations', again));
      expect(shown.leftFor).toBeNull();
      expect(shown.html).not.toContain('Stay signed in');
    }
    expect((await browser.open(authorizeUrl('organizations', { max_age: '3000' }))).leftFor).not.toBeNull();
    emulator.world.clock.reset();
  });

  it('is that person in a tenant where they are a guest, and is refused where they are nobody', async () => {
    const browser = createVisitor(emulator.url);
    await signIn(authorizeUrl('organizations'), oidOf(tenant, 'admin'), browser);
    const asGuest = await browser.open(authorizeUrl(guestHost.tenantId, { prompt: 'none' }));
    expect(asGuest.leftFor?.searchParams.get('error') ?? 'signed in').toMatch(/signed in|consent_required/);
    const foreign = await browser.open(authorizeUrl(homeTenantId, { prompt: 'select_account' }));
    expect(page(await browser.press(foreign, { stay: '1' }))).toBe('50020');
    expect((await browser.open(authorizeUrl(homeTenantId, { prompt: 'none' }))).leftFor?.searchParams.get('error')).toBe(
      'login_required',
    );
  });

  it('is signed out by logout, and goes only to a registered address', async () => {
    const browser = createVisitor(emulator.url);
    await signIn(authorizeUrl('organizations'), oidOf(tenant, 'admin'), browser);
    const logout = `${emulator.url}/${tenant.tenantId}/oauth2/v2.0/logout?post_logout_redirect_uri=`;
    const left = await browser.open(`${logout}${encodeURIComponent('http://localhost:3000/signed-out')}`);
    expect(left.leftFor?.href).toBe('http://localhost:3000/signed-out');
    const stayed = await browser.open(`${logout}${encodeURIComponent('https://evil.example/')}`);
    expect([stayed.status, stayed.leftFor]).toEqual([200, null]);
    expect((await browser.open(authorizeUrl('organizations', { prompt: 'none' }))).leftFor?.searchParams.get('error')).toBe(
      'login_required',
    );
  });

  it('may be answered by a form that posts itself', async () => {
    const browser = createVisitor(emulator.url);
    await signIn(authorizeUrl('organizations'), oidOf(tenant, 'admin'), browser);
    const { html } = await browser.open(authorizeUrl('organizations', { response_mode: 'form_post', state: 'a"b' }));
    expect(html).toContain(`action="${redirectUri}"`);
    expect(html).toContain('name="state" value="a&quot;b"');
    expect(html).toMatch(/name="code" value="[^"]+"/);
  });
});

describe('an authorization code', () => {
  const verifier = 'v'.repeat(43);
  const pkce = async () => ({ code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' });
  const fresh = async (changes: Record<string, string> = {}) =>
    signIn(authorizeUrl('organizations', changes), oidOf(tenant, 'admin'));

  it('is good once', async () => {
    const callback = await fresh();
    expect((await redeem(callback)).status).toBe(200);
    expect((await redeem(callback)).aadsts).toBe(54005);
  });

  it('is good for ten minutes', async () => {
    const callback = await fresh();
    emulator.world.clock.advance(10 * minute + 1000);
    expect((await redeem(callback)).aadsts).toBe(70008);
    emulator.world.clock.reset();
  });

  it('needs the verifier of its challenge, and no other', async () => {
    expect((await redeem(await fresh(await pkce()), { code_verifier: 'w'.repeat(43) })).aadsts).toBe(501481);
    expect((await redeem(await fresh(await pkce()))).aadsts).toBe(501481);
    expect((await redeem(await fresh(await pkce()), { code_verifier: verifier })).status).toBe(200);
  });

  it('belongs to its app, its tenant and its redirect URI', async () => {
    expect((await redeem(await fresh(), {}, guestHost.tenantId)).aadsts).toBe(700005);
    expect((await redeem(await fresh(), { redirect_uri: 'http://localhost:3000/auth/operator/callback' })).aadsts).toBe(500112);
    const otherApp = { client_id: 'd1000000-0000-4000-8000-00000000d1d1', client_secret: 'demo-directory-secret' };
    expect((await redeem(await fresh(), otherApp)).aadsts).toBe(700005);
    expect((await redeem(await fresh(), { code: 'made-up' })).aadsts).toBe(9002313);
  });
});

describe('a sign-in request', () => {
  it.each([
    ['an unknown tenant', 'nowhere.example', {}, '90002'],
    ['an unknown app', 'organizations', { client_id: '00000000-0000-4000-8000-00000000cafe' }, '700016'],
    ['an address that is not registered', 'organizations', { redirect_uri: 'https://evil.example/' }, '50011'],
    ['consumers', 'consumers', {}, '90130'],
  ])('with %s ends on a page', async (_case, segment, changes, aadsts) => {
    const visit = await createVisitor(emulator.url).open(authorizeUrl(segment, changes));
    expect([visit.leftFor, page(visit)]).toEqual([null, aadsts]);
  });

  it.each([
    ['no scope', { scope: '' }, 'invalid_request', 900144],
    ['another response type', { response_type: 'id_token' }, 'unsupported_response_type', 700054],
    ['an unknown prompt', { prompt: 'maybe' }, 'invalid_request', 90013],
    ['a challenge of the wrong size', { code_challenge: 'short', code_challenge_method: 'S256' }, 'invalid_request', 501491],
    ['nobody signed in for prompt=none', { prompt: 'none' }, 'login_required', 50058],
  ])('with %s is sent back with the error', async (_case, changes, error, aadsts) => {
    const { leftFor } = await createVisitor(emulator.url).open(authorizeUrl('organizations', changes));
    expect(leftFor?.searchParams.get('error')).toBe(error);
    expect(leftFor?.searchParams.get('error_description')).toMatch(new RegExp(`^AADSTS${aadsts}: `));
    expect(leftFor?.searchParams.get('state')).toBe('s1');
  });
});

describe('an operator', () => {
  it('has the roles assigned in the home tenant in the id token', async () => {
    const home = emulator.world.tenants.get(homeTenantId);
    if (!home) throw new Error('the home tenant is missing');
    const roles = async (username: string) => {
      const { json } = await redeem(await signIn(authorizeUrl(homeTenantId), oidOf(home, username)), {}, homeTenantId);
      return JSON.parse(Buffer.from(String(json.id_token).split('.')[1] ?? '', 'base64url').toString()).roles;
    };
    expect([await roles('admin'), await roles('operator'), await roles('viewer'), await roles('employee')]).toEqual([
      ['Admin'],
      ['Operator'],
      ['Viewer'],
      undefined,
    ]);
  });
});

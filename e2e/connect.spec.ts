import type { ApiTenant } from './fixtures/api-client.ts';
import { connectTenant, expectConnected, expectHeading, goToConsentPage, openLinkAndSignIn } from './fixtures/connect-pages.ts';
import { chooseAccount, signInAtMicrosoft } from './fixtures/microsoft-pages.ts';
import { isMarked, markPage } from './fixtures/operator-pages.ts';
import { expect, test } from './fixtures/test.ts';

const second = 1000;

test('a global administrator connects, and the waiting page tells the truth until access is proven', async ({
  page,
  newCustomer,
  invite,
  api,
  emulator,
}) => {
  const delayMs = 8 * second;
  const customer = await newCustomer({ propagation: { delayMs, flapping: false } });
  const { tenantId, defaultDomain } = customer;
  const link = await invite({ label: 'Bäckerei Nord', tenantId, externalRef: 'crm-4711' });

  await page.goto(link);
  await expectHeading(page, /^Connect your organisation to/);
  for (const permission of ['User.Read.All', 'AuditLog.Read.All', 'RoleManagement.Read.Directory']) {
    await expect(page.getByText(permission, { exact: true })).toBeVisible();
  }
  await page.getByRole('button', { name: 'Sign in with Microsoft' }).click();
  await signInAtMicrosoft(page, `admin@${defaultDomain}`);

  await expectHeading(page, 'Is this the right organisation?');
  const main = page.getByRole('main');
  for (const side of [defaultDomain, tenantId, 'Bäckerei Nord']) await expect(main.getByText(side).first()).toBeVisible();
  expect((await api.get(`/tenants/${tenantId}`)).status, 'nothing is written down before the approval').toBe(404);
  await page.getByRole('button', { name: 'Continue to Microsoft' }).click();
  await page.getByRole('button', { name: 'Stay signed in as' }).click();
  await page.getByRole('button', { name: 'Accept' }).click();

  await expectHeading(page, 'Microsoft is applying the approval');
  await expect(page).toHaveURL(/\/connect\/status$/);
  await markPage(page);
  await expect(main.getByText('What the last check saw')).toBeVisible();
  expect((await api.get<ApiTenant>(`/tenants/${tenantId}`)).body.state).toBe('settling');

  await expectConnected(page);
  expect(await isMarked(page), 'the page followed by itself').toBe(true);
  await expect(main.getByText(/^It took .* from your approval until access worked\.$/)).toBeVisible();
  const { body } = await api.get<ApiTenant>(`/tenants/${tenantId}`);
  expect(body).toMatchObject({ state: 'active', name: customer.name, externalRef: 'crm-4711', missingPermissions: [] });
  expect(body.propagationMs).toBeGreaterThanOrEqual(delayMs);

  const details = async (kind: string) => (await emulator.requestsOf(tenantId, kind)).map(({ detail }) => detail);
  expect(await details('authorize')).toContain('code issued');
  expect(await details('code')).not.toEqual([]);
  expect(await details('adminconsent')).toContain('accepted');
  expect((await emulator.requestsOf(tenantId, 'token')).length).toBeGreaterThanOrEqual(2);
});

test('a privileged role administrator connects', async ({ page, newCustomer, invite }) => {
  const accounts = [{ username: 'roles', displayName: 'Rosa Roles', kind: 'privileged-role-admin' }];
  const { tenantId, defaultDomain } = await newCustomer({ accounts });
  await connectTenant(page, await invite({ tenantId }), `roles@${defaultDomain}`);
});

for (const [who, kind] of [
  ['user', 'a plain user'],
  ['apps', 'an application administrator'],
] as const) {
  test(`${kind} is told that they may not approve, and gets a link to forward`, async ({ page, newCustomer, invite, api }) => {
    const { tenantId, defaultDomain } = await newCustomer();
    const link = await invite({});
    await openLinkAndSignIn(page, link, `${who}@${defaultDomain}`);
    await expectHeading(page, 'Your account may not approve this');
    await expect(page.getByText('Activate it first')).toBeVisible();
    await expect(page.getByRole('link', { name: `${link}?tenant=${tenantId}` })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Continue to Microsoft' })).toHaveCount(0);
    expect((await api.get(`/tenants/${tenantId}`)).status).toBe(404);
  });
}

test('a plain user sees the state of their connected tenant and can change nothing', async ({
  page,
  newVisitor,
  newCustomer,
  invite,
}) => {
  const { tenantId, defaultDomain } = await newCustomer();
  const link = await invite({ tenantId });
  await connectTenant(page, link, `admin@${defaultDomain}`);

  const user = await newVisitor();
  await user.goto('/connect/sign-in');
  await user.getByRole('button', { name: 'Sign in with Microsoft' }).click();
  await signInAtMicrosoft(user, `user@${defaultDomain}`);
  await expectConnected(user);
  await expect(user.getByRole('button', { name: 'Check access now' })).toHaveCount(0);
  await expect(user.getByRole('link', { name: `/connect?tenant=${tenantId}` })).toBeVisible();
});

test('the forwarded link leads the administrator to the very tenant', async ({ page, newVisitor, newCustomer, invite }) => {
  const { defaultDomain } = await newCustomer();
  await openLinkAndSignIn(page, await invite({}), `user@${defaultDomain}`);
  const forwarded = await page.getByRole('link', { name: /\?tenant=/ }).getAttribute('href');
  const admin = await newVisitor();
  await goToConsentPage(admin, forwarded ?? '', `admin@${defaultDomain}`);
});

test('a guest administrator lands in the tenant that the invitation names', async ({ page, newCustomer, invite, api }) => {
  const home = await newCustomer();
  const username = `admin@${home.defaultDomain}`;
  const guest = { username, displayName: 'Gilda Guest', kind: 'guest', homeTenantId: home.tenantId };
  const customer = await newCustomer({
    accounts: [{ ...guest, wids: ['62e90394-69f5-4237-9190-012177145e10', '13bd1c72-6f4a-4dcf-985f-18d3b80f208a'] }],
  });
  await openLinkAndSignIn(page, await invite({ tenantId: customer.tenantId }), username);
  await expect(page.getByRole('main').getByText(customer.tenantId).first()).toBeVisible();
  await page.getByRole('button', { name: 'Continue to Microsoft' }).click();
  await page.getByRole('button', { name: 'Stay signed in as' }).click();
  await page.getByRole('button', { name: 'Accept' }).click();
  await expectConnected(page);
  expect((await api.get(`/tenants/${home.tenantId}`)).status, 'their own tenant is not touched').toBe(404);
});

test('whoever signed in with the wrong account can choose another organisation', async ({ page, newCustomer, invite }) => {
  const [wrong, right] = [await newCustomer(), await newCustomer()];
  await openLinkAndSignIn(page, await invite({}), `admin@${wrong.defaultDomain}`);
  await expect(page.getByRole('main').getByText(wrong.tenantId).first()).toBeVisible();
  await page.getByRole('button', { name: 'Use another account' }).click();
  await signInAtMicrosoft(page, `admin@${right.defaultDomain}`);
  await expect(page.getByRole('main').getByText(right.tenantId).first()).toBeVisible();
  await expect(page.getByText(wrong.tenantId)).toHaveCount(0);
});

test('an account of another organisation gets no further than Microsoft where the link names a tenant', async ({
  page,
  newCustomer,
  invite,
  emulator,
}) => {
  const [named, other] = [await newCustomer(), await newCustomer()];
  await page.goto(await invite({ tenantId: named.tenantId }));
  await page.getByRole('button', { name: 'Sign in with Microsoft' }).click();
  await chooseAccount(page, `admin@${other.defaultDomain}`);
  await expect(page.getByText(/AADSTS50020/)).toBeVisible();
  expect(await emulator.requestsOf(other.tenantId, 'code')).toEqual([]);
});

test('a second device shows the state after sign-in', async ({ page, newVisitor, newCustomer, invite }) => {
  const { tenantId, defaultDomain } = await newCustomer();
  await connectTenant(page, await invite({ tenantId }), `admin@${defaultDomain}`);
  const phone = await newVisitor({ viewport: { width: 390, height: 844 } });
  await phone.goto('/connect/status');
  await expectHeading(phone, 'See the state of your organisation');
  await phone.getByRole('button', { name: 'Sign in with Microsoft' }).click();
  await signInAtMicrosoft(phone, `admin@${defaultDomain}`);
  await expectConnected(phone);
});

test('an approval given in the admin centre connects by “Check access now”, once a minute', async ({
  page,
  product,
  newCustomer,
  invite,
  emulator,
}) => {
  const { tenantId, defaultDomain } = await newCustomer();
  await openLinkAndSignIn(page, await invite({ tenantId }), `admin@${defaultDomain}`);
  const directoryApp = await page.request
    .get(`${product.emulatorUrl}/_emulator/registrations`)
    .then(async (answer) => (await answer.json()) as { clientId: string; requiredAppRoles: string[] }[])
    .then((all) => all.find(({ requiredAppRoles }) => requiredAppRoles.length > 0)?.clientId);
  await emulator.control('POST', `/tenants/${tenantId}/service-principals/${directoryApp}/grant`, {});
  await page.goto('/connect/status');
  await expectHeading(page, 'Your organisation is not connected');
  await page.getByRole('button', { name: 'Check access now' }).click();
  await expectConnected(page);
  await page.getByRole('button', { name: 'Check access now' }).click();
  await expect(page.getByText('A check was made within the last minute.')).toBeVisible();
});

test('without JavaScript the whole way works, the waiting included', async ({ newVisitor, newCustomer, invite, trouble }) => {
  const { tenantId, defaultDomain } = await newCustomer({ propagation: { delayMs: 2 * second, flapping: false } });
  // Where no script may run Chromium says that the policy forbids them.
  trouble.allow(/_next\/static\/.*csp$/);
  const page = await newVisitor({ javaScriptEnabled: false });
  await goToConsentPage(page, await invite({ tenantId }), `admin@${defaultDomain}`);
  await page.getByRole('button', { name: 'Accept' }).click();
  await expectHeading(page, 'Microsoft is applying the approval');
  await expectConnected(page);
});

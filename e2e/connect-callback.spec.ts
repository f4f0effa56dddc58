import type { Page } from '@playwright/test';
import { connectTenant, expectConnected, expectHeading, goToConsentPage } from './fixtures/connect-pages.ts';
import { rowsOfTenant } from './fixtures/database.ts';
import { expect, test } from './fixtures/test.ts';

/** Accepts at Microsoft, and gives the address it sends the browser back to instead of following it. */
async function acceptAndStop(page: Page): Promise<URL> {
  const answer = await page.request.post(page.url(), { form: { decision: 'accept' }, maxRedirects: 0 });
  return new URL(answer.headers().location ?? '');
}

/** The same address with other parameters; null takes one away. */
function altered(address: URL, parameters: Record<string, string | null>): string {
  const copy = new URL(address);
  for (const [name, value] of Object.entries(parameters)) {
    if (value === null) copy.searchParams.delete(name);
    else copy.searchParams.set(name, value);
  }
  return copy.href;
}

test('declining at Microsoft changes nothing, says so, and can be done over', async ({
  page,
  newCustomer,
  invite,
  api,
  emulator,
}) => {
  const { tenantId, defaultDomain } = await newCustomer();
  const link = await invite({ tenantId });
  await goToConsentPage(page, link, `admin@${defaultDomain}`);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expectHeading(page, 'The approval was declined');
  expect((await api.get(`/tenants/${tenantId}`)).status).toBe(404);
  expect(await emulator.requestsOf(tenantId, 'token')).toEqual([]);

  await page.getByRole('link', { name: 'Try again' }).click();
  await page.getByRole('button', { name: 'Continue to Microsoft' }).click();
  await page.getByRole('button', { name: 'Stay signed in as' }).click();
  await page.getByRole('button', { name: 'Accept' }).click();
  await expectConnected(page);
});

test('turning back at the account picker leads to a page that says so', async ({ page, newCustomer, invite }) => {
  const { tenantId, defaultDomain } = await newCustomer();
  const link = await invite({ tenantId });
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in with Microsoft' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expectHeading(page, 'You did not sign in');
  await page.getByRole('link', { name: 'Try again' }).click();
  await expect(page).toHaveURL(link);

  await goToConsentPage(page, link, `admin@${defaultDomain}`);
  await page.goBack();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expectHeading(page, 'The approval was declined');
});

test('in another browser the callback changes nothing, and the first browser can still finish', async ({
  page,
  newVisitor,
  newCustomer,
  invite,
  database,
}) => {
  const { tenantId, defaultDomain } = await newCustomer();
  await goToConsentPage(page, await invite({ tenantId }), `admin@${defaultDomain}`);
  const address = await acceptAndStop(page);
  const before = await rowsOfTenant(database, tenantId);
  expect(before.consent_request).toMatchObject([{ state: 'pending' }]);

  const other = await newVisitor();
  await other.goto(address.href);
  await expectHeading(other, 'This answer belongs to another browser');
  await expect(other).toHaveURL(/\/connect\/status\?note=not-yours$/);
  await expect(other.getByRole('button', { name: 'Sign in with Microsoft' })).toBeVisible();
  expect(await rowsOfTenant(database, tenantId)).toEqual(before);

  await page.goto(address.href);
  await expectConnected(page);
});

test('back and refresh after success change nothing', async ({ page, newCustomer, invite, database }) => {
  const { tenantId, defaultDomain } = await newCustomer();
  await goToConsentPage(page, await invite({ tenantId }), `admin@${defaultDomain}`);
  const address = await acceptAndStop(page);
  await page.goto(address.href);
  await expectConnected(page);
  await expect(page).toHaveURL(/\/connect\/status$/);
  const { run, ...before } = await rowsOfTenant(database, tenantId);
  expect(run).toHaveLength(1);

  await page.reload();
  await expectConnected(page);
  await page.goto(address.href);
  await expect(page.getByText('This answer was dealt with already')).toBeVisible();
  await expectConnected(page);
  await page.goBack();
  await expect(page).toHaveURL(/\/connect\/status$/);
  await expect(page.getByText('This answer was dealt with already')).toBeHidden();
  await expectConnected(page);
  const { run: runs, ...after } = await rowsOfTenant(database, tenantId);
  expect(after).toEqual(before);
  expect(runs).toEqual(run);
});

test('pressing each button twice connects once', async ({ page, newCustomer, invite, api, emulator }) => {
  const { tenantId, defaultDomain } = await newCustomer();
  await page.goto(await invite({ tenantId }));
  await page.getByRole('button', { name: 'Sign in with Microsoft' }).dblclick();
  await page.getByLabel('Use another account').fill(`admin@${defaultDomain}`);
  await page.getByRole('button', { name: 'Next' }).dblclick();
  await page.getByRole('button', { name: 'Accept' }).click();
  await page.getByRole('button', { name: 'Continue to Microsoft' }).dblclick();
  await page.getByRole('button', { name: 'Stay signed in as' }).click();
  await page.getByRole('button', { name: 'Accept' }).dblclick();
  await expectConnected(page);
  expect((await api.get<{ state: string }>(`/tenants/${tenantId}`)).body.state).toBe('active');
  const accepted = (await emulator.requestsOf(tenantId, 'adminconsent')).filter(({ detail }) => detail === 'accepted');
  expect(accepted).toHaveLength(1);
});

test('a callback with another tenant fails its request and touches neither tenant', async ({
  page,
  newCustomer,
  invite,
  database,
}) => {
  const { tenantId, defaultDomain } = await newCustomer();
  const stranger = await newCustomer();
  await goToConsentPage(page, await invite({ tenantId }), `admin@${defaultDomain}`);
  const address = await acceptAndStop(page);
  await page.goto(altered(address, { tenant: stranger.tenantId }));
  await expectHeading(page, 'The approval did not work out');
  await expect(page.getByText(/named another organisation/)).toBeVisible();
  const rows = await rowsOfTenant(database, tenantId);
  expect(rows).toMatchObject({
    tenant: [],
    connection: [],
    run: [],
    consent_request: [{ state: 'failed', outcome_code: 'wrong-tenant' }],
  });
  expect((await rowsOfTenant(database, stranger.tenantId)).tenant).toEqual([]);
});

test('altered, repeated and endless parameters get a page and change nothing', async ({
  page,
  newCustomer,
  invite,
  database,
}) => {
  const { tenantId, defaultDomain } = await newCustomer();
  await goToConsentPage(page, await invite({ tenantId }), `admin@${defaultDomain}`);
  const address = await acceptAndStop(page);
  const before = await rowsOfTenant(database, tenantId);
  const state = address.searchParams.get('state') ?? '';
  const forgeries = [
    altered(address, { state: `${state.slice(0, -1)}${state.endsWith('A') ? 'B' : 'A'}` }),
    altered(address, { state: null }),
    altered(address, { state: `${state}'; DROP TABLE tenant; --` }),
    `${address.href}&state=${state}&tenant=${tenantId}`,
    `${address.origin}${address.pathname}`,
    `${address.origin}${address.pathname}?${'x=1&'.repeat(2000)}`,
  ];
  for (const forgery of forgeries) {
    const answer = await page.goto(forgery);
    expect(answer?.status(), forgery.slice(0, 200)).toBe(200);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await rowsOfTenant(database, tenantId), forgery.slice(0, 200)).toEqual(before);
  }

  const endless = await page.request.get(`${forgeries[0]}&extra=${'x'.repeat(1024 * 1024)}`);
  expect(endless.status(), 'an address of a megabyte').toBe(200);
  expect(await endless.text()).toContain('<h1');
  expect(await rowsOfTenant(database, tenantId)).toEqual(before);

  await page.goto(`${address.href.replace('True', 'true')}&extra=1`);
  await expectConnected(page);
});

test('a callback never lowers a connection that works', async ({ page, newCustomer, invite, database, api }) => {
  const { tenantId, defaultDomain } = await newCustomer();
  const link = await invite({ tenantId });
  await connectTenant(page, link, `admin@${defaultDomain}`);
  await page.goto('/connect/confirm');
  await expect(page.getByText('This organisation is connected and stays so')).toBeVisible();
  await page.getByRole('button', { name: 'Continue to Microsoft' }).click();
  await page.getByRole('button', { name: 'Stay signed in as' }).click();
  const address = await acceptAndStop(page);
  const connection = async () => (await rowsOfTenant(database, tenantId)).connection;
  const before = await connection();
  await page.goto(altered(address, { error: 'access_denied', error_description: 'AADSTS65004: declined' }));
  await expect(page.getByRole('heading', { name: 'The approval was declined' })).toBeVisible();
  expect(await connection()).toEqual(before);
  expect((await api.get<{ state: string }>(`/tenants/${tenantId}`)).body.state).toBe('active');
});

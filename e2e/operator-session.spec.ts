import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { expectHeading, openLinkAndSignIn } from './fixtures/connect-pages.ts';
import { signInAtMicrosoft } from './fixtures/microsoft-pages.ts';
import { homeDomain, isMarked, markPage, openAs } from './fixtures/operator-pages.ts';
import { expect, test } from './fixtures/test.ts';

const second = 1000;
const streamEndsWithinMs = 10 * second;

async function expectPicker(page: Page, emulatorUrl: string): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Pick an account' })).toBeVisible();
  expect(new URL(page.url()).origin).toBe(emulatorUrl);
}

test('an employee without a role gets a page that says so, and can sign out', async ({ page }) => {
  await openAs(page, 'employee');
  await expectHeading(page, 'You have no access to this page');
  await expect(page.getByText(`employee@${homeDomain}`)).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expectHeading(page, 'You are signed out');
});

test('a role that another tenant assigned opens nothing', async ({ page, product, newCustomer, emulator }) => {
  const { tenantId, accounts, defaultDomain } = await newCustomer();
  const registrations = await emulator.control<{ clientId: string; requiredAppRoles: string[] }[]>('GET', '/registrations');
  const signInApp = registrations.find(({ requiredAppRoles }) => requiredAppRoles.length === 0)?.clientId ?? '';
  const admin = accounts[0];
  await emulator.control('PATCH', `/tenants/${tenantId}/accounts/${admin?.oid}`, { appRoles: { [signInApp]: ['Admin'] } });

  // As an attacker would: the address of a real sign-in, with the tenant exchanged.
  const begun = await page.request.get('/auth/operator/start?to=overview', { maxRedirects: 0 });
  const address = new URL(begun.headers().location ?? '');
  address.pathname = address.pathname.replace(/^\/[^/]+/, `/${tenantId}`);
  await page.goto(address.href);
  await signInAtMicrosoft(page, `admin@${defaultDomain}`);
  await expect(page).toHaveURL(/\/auth\/operator\/failed\?problem=(wrong-tenant|entra-refused)/);
  await page.goto('/console');
  await expectPicker(page, product.emulatorUrl);
});

test('the session of a tenant admin opens no page of the console and no API', async ({ page, product, newCustomer, invite }) => {
  const { defaultDomain } = await newCustomer();
  await openLinkAndSignIn(page, await invite({}), `admin@${defaultDomain}`);
  await expectHeading(page, 'Is this the right organisation?');
  expect((await page.request.get('/api/v1/tenants')).status()).toBe(401);
  await page.goto('/console');
  await expectPicker(page, product.emulatorUrl);
});

test('sign-in leads back to the page that was asked for, and sign-out ends it everywhere', async ({ page, product, context }) => {
  await openAs(page, 'operator', '/console/runs');
  await expectHeading(page, 'Runs');
  const tab = await context.newPage();
  await tab.goto('/console/tenants');
  await expect(tab.getByRole('status').filter({ hasText: 'Live' })).toBeVisible();
  await page.getByRole('button', { name: /^Signed in as/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expectHeading(page, 'You are signed out');
  // Microsoft's own session has ended too, so it asks who this is; the tab that was left open goes there by itself.
  await tab.waitForURL((url) => url.origin === product.emulatorUrl, { timeout: 2 * streamEndsWithinMs });
  await expectPicker(tab, product.emulatorUrl);
  await tab.goto('/console/runs');
  await expectPicker(tab, product.emulatorUrl);
});

test('deleting the session row ends pages and event stream within ten seconds', async ({ page, context, product, database }) => {
  await openAs(page, 'operator');
  await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible();
  const cookies = await context.cookies(product.portalUrl);
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const headers = { cookie, 'sec-fetch-site': 'same-origin' };
  const stream = await fetch(`${product.portalUrl}/api/v1/events`, { headers });
  expect(stream.status).toBe(200);
  const ended = stream.text();

  // Microsoft would sign the same person in again without a question.
  await context.clearCookies({ name: 'emulator_sign_in' });
  await database.query(`DELETE FROM session WHERE kind = 'operator' AND username = $1`, [`operator@${homeDomain}`]);
  const deletedAt = Date.now();
  await Promise.race([ended, delay(2 * streamEndsWithinMs, null, { ref: false })]);
  expect(Date.now() - deletedAt).toBeLessThan(streamEndsWithinMs);
  expect((await fetch(`${product.portalUrl}/api/v1/tenants`, { headers })).status).toBe(401);
  await page.waitForURL((url) => url.origin === product.emulatorUrl, { timeout: 2 * streamEndsWithinMs });
});

test('whoever goes on in a page whose session has ended is led to sign in', async ({ page, context, product, database }) => {
  await openAs(page, 'viewer');
  await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible();
  await context.clearCookies({ name: 'emulator_sign_in' });
  await database.query(`DELETE FROM session WHERE kind = 'operator' AND username = $1`, [`viewer@${homeDomain}`]);
  await page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: 'Runs' }).click();
  await expectPicker(page, product.emulatorUrl);
});

test('all tabs of a browser live on one event stream', async ({ page, context, newVisitor, newCustomer, invite }) => {
  const streams: string[] = [];
  context.on('request', (request) => {
    if (request.url().endsWith('/api/v1/events')) streams.push(request.url());
  });
  const { tenantId, defaultDomain } = await newCustomer({ propagation: { delayMs: 2 * second, flapping: false } });
  await openAs(page, 'operator', '/console/tenants');
  await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible();
  const tab = await context.newPage();
  await tab.goto(`/console/tenants?search=${tenantId}`);
  await expect(tab.getByRole('status').filter({ hasText: 'Live' })).toBeVisible();
  await expect(tab.getByText('No tenant matches')).toBeVisible();
  await markPage(tab);

  const visitor = await newVisitor();
  await openLinkAndSignIn(visitor, await invite({ tenantId }), `admin@${defaultDomain}`);
  await visitor.getByRole('button', { name: 'Continue to Microsoft' }).click();
  await visitor.getByRole('button', { name: 'Stay signed in as' }).click();
  await visitor.getByRole('button', { name: 'Accept' }).click();
  await expect(tab.getByRole('row').filter({ hasText: defaultDomain })).toContainText('Settling');
  await expect(tab.getByRole('row').filter({ hasText: defaultDomain })).toContainText('Active', { timeout: 20 * second });
  expect(await isMarked(tab)).toBe(true);
  expect(streams).toHaveLength(1);
});

import { expectAccessible, expectVisibleFocus, phone } from './fixtures/accessible.ts';
import type { ApiRun } from './fixtures/api-client.ts';
import { connectTenant, expectHeading, goToConsentPage, openLinkAndSignIn } from './fixtures/connect-pages.ts';
import { openAs } from './fixtures/operator-pages.ts';
import { expect, test } from './fixtures/test.ts';

test('the pages of a tenant admin', async ({ page, newVisitor, newCustomer, invite, database, trouble }) => {
  test.slow();
  const { tenantId, defaultDomain } = await newCustomer({ propagation: { delayMs: 3_600_000, flapping: false } });
  const link = await invite({ label: 'A customer with a rather long name and a reference', tenantId });
  await page.goto(link);
  await page.getByText('I am not an administrator').click();
  await expectAccessible(page);
  await openLinkAndSignIn(page, link, `admin@${defaultDomain}`);
  await expectHeading(page, 'Is this the right organisation?');
  await expectAccessible(page);
  await page.goto('/connect/status');
  await expectHeading(page, 'Your organisation is not connected');
  await expectAccessible(page);
  await page.goto('/connect/confirm');
  await page.getByRole('button', { name: 'Continue to Microsoft' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expectHeading(page, 'The approval was declined');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Try again' }).click();
  await page.getByRole('button', { name: 'Continue to Microsoft' }).click();
  await page.getByRole('button', { name: 'Stay signed in as' }).click();
  await page.getByRole('button', { name: 'Accept' }).click();
  await expectHeading(page, 'Microsoft is applying the approval');
  await expect(page.getByText('What the last check saw')).toBeVisible();
  await expectAccessible(page);

  const user = await newVisitor();
  await openLinkAndSignIn(user, link, `user@${defaultDomain}`);
  await expectHeading(user, 'Your account may not approve this');
  await expectAccessible(user);

  await database.query('UPDATE invitation SET revoked_at = now() WHERE named_tenant_id = $1', [tenantId]);
  trouble.allow(/status of 404/);
  for (const path of [
    link,
    '/connect',
    '/connect/sign-in',
    '/connect/failed?problem=declined',
    '/connect/status?note=not-yours',
  ]) {
    const stranger = await newVisitor();
    await stranger.goto(path);
    await expectAccessible(stranger);
  }
  for (const path of ['/signed-out', '/nowhere', '/connect/i/nothing']) {
    await page.goto(path);
    await expectAccessible(page);
  }
});

test('the pages of an operator', async ({ page, newVisitor, newCustomer, invite, api, emulator, trouble }) => {
  test.slow();
  const { tenantId, defaultDomain } = await newCustomer({ users: 120, groups: 8 });
  const admin = await newVisitor();
  await connectTenant(admin, await invite({ tenantId }), `admin@${defaultDomain}`);
  await expectAccessible(admin);
  const unclaimed = await newCustomer();
  const stranger = await newVisitor();
  await goToConsentPage(stranger, await invite({}), `admin@${unclaimed.defaultDomain}`);
  await stranger.getByRole('button', { name: 'Accept' }).click();
  await expectHeading(stranger, /confirms the connection$/);
  await expectAccessible(stranger);

  async function run(ends: RegExp): Promise<string> {
    const { body } = await api.post<{ runIds: string[] }>('/runs', { job: 'directory-sync', tenantIds: [tenantId] });
    const [runId] = body.runIds;
    const state = async () => (await api.get<ApiRun>(`/runs/${runId}`)).body.state;
    await expect.poll(state, { timeout: 30_000 }).toMatch(ends);
    return `/console/runs/${runId}`;
  }
  const succeeded = await run(/^succeeded$/);
  const throttled = { kind: 'throttled', retryAfterSeconds: 600 };
  await emulator.control('POST', '/faults', { target: 'graph', tenantId, fault: throttled });
  const waiting = await run(/^waiting$/);

  await openAs(page, 'operator');
  const tenant = `/console/tenants/${tenantId}`;
  for (const path of [
    '/console',
    '/console/tenants',
    '/console/tenants?search=nobody',
    tenant,
    `${tenant}/users`,
    `${tenant}/groups`,
    `${tenant}/runs`,
    `/console/tenants/${unclaimed.tenantId}`,
    `/console/tenants/${unclaimed.tenantId}/users`,
    '/console/runs',
    succeeded,
    waiting,
    `/console/runs/new?tenant=${tenantId}`,
    '/console/invitations',
    '/console/batches',
    '/console/schedules',
    '/console/jobs',
    `${tenant}/devices`,
  ]) {
    await page.goto(path);
    await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible();
    await expectAccessible(page);
  }
  trouble.allow(/status of 404/);
  await page.goto('/console/nowhere');
  await expectAccessible(page);

  const employee = await newVisitor();
  await openAs(employee, 'employee');
  await expectHeading(employee, 'You have no access to this page');
  await expectAccessible(employee);
});

test('the keyboard alone leads through the connect flow', async ({ page, newCustomer, invite }) => {
  const { tenantId, defaultDomain } = await newCustomer();
  await page.goto(await invite({ tenantId }));
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await page.keyboard.press('Tab');
  const signIn = page.getByRole('button', { name: 'Sign in with Microsoft' });
  await expect(signIn, 'the first thing to do is the first thing reached').toBeFocused();
  await expectVisibleFocus(page);
  await page.keyboard.press('Enter');

  await page.getByLabel('Use another account').fill(`admin@${defaultDomain}`);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Accept' }).press('Enter');
  await expectHeading(page, 'Is this the right organisation?');
  await page.getByRole('main').focus();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Continue to Microsoft' })).toBeFocused();
  await expectVisibleFocus(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Pick an account' })).toBeVisible();
});

test('the keyboard alone leads through the console', async ({ page }) => {
  await openAs(page, 'operator');
  await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  const navigation = page.getByRole('navigation', { name: 'Console' });
  for (const name of ['Overview', 'Tenants', 'Runs']) {
    const link = navigation.getByRole('link', { name });
    for (let presses = 0; presses < 8 && !(await link.evaluate((one) => one === document.activeElement)); presses += 1) {
      await page.keyboard.press('Tab');
    }
    await expect(link).toBeFocused();
    await expectVisibleFocus(page);
  }
  await page.keyboard.press('Enter');
  await expectHeading(page, 'Runs');

  await page.setViewportSize(phone);
  await page.getByRole('button', { name: 'Navigation' }).press('Enter');
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('link', { name: 'Invitations' }).press('Enter');
  await expectHeading(page, 'Invitations');
  await expect(drawer).toHaveCount(0);
});

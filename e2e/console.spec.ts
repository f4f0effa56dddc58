import type { Page } from '@playwright/test';
import type { ApiRun } from './fixtures/api-client.ts';
import { connectTenant, expectConnected, expectHeading, goToConsentPage } from './fixtures/connect-pages.ts';
import type { Customer } from './fixtures/emulator-client.ts';
import { isMarked, markPage, openAs } from './fixtures/operator-pages.ts';
import { expect, test } from './fixtures/test.ts';

const second = 1000;
const hour = 3_600_000;
const syncedWithinMs = 30 * second;

/** The row of a table that names something. */
const rowOf = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });

test('an operator finds a tenant, syncs its directory and sees the run live to its end', async ({
  page,
  newVisitor,
  newCustomer,
  invite,
  emulator,
}) => {
  const customer: Customer = await newCustomer({ name: 'Überseehandel 東 & Söhne', users: 2500, groups: 60 });
  const { tenantId, defaultDomain, name } = customer;
  // A name that would turn the rest of the line around.
  await emulator.control('POST', `/tenants/${tenantId}/users`, { displayName: 'Aase \u202egnirts' });
  // Slow enough to be watched.
  await emulator.control('PATCH', `/tenants/${tenantId}/graph`, { latencyMs: 200, longestPage: 100 });
  await connectTenant(await newVisitor(), await invite({ tenantId, externalRef: 'ref-77' }), `admin@${defaultDomain}`);

  await openAs(page, 'operator');
  await expectHeading(page, 'Overview');
  await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible();

  await page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: 'Tenants' }).click();
  await expectHeading(page, 'Tenants');
  await page.getByRole('searchbox').fill(tenantId);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/search=/);
  await expect(rowOf(page, name)).toContainText('Active');
  await expect(page.getByRole('table', { name: 'Tenants' }).getByRole('row')).toHaveCount(2);
  await page
    .getByRole('navigation', { name: 'State' })
    .getByRole('link', { name: /^Active/ })
    .click();
  await expect(page).toHaveURL(/state=active/);
  await expect(rowOf(page, name)).toBeVisible();
  await rowOf(page, name).getByRole('link', { name }).click();

  await expectHeading(page, name);
  const permissions = page.getByRole('region', { name: 'Permissions' });
  for (const permission of ['User.Read.All', 'AuditLog.Read.All', 'RoleManagement.Read.Directory']) {
    await expect(permissions.getByText(permission)).toBeVisible();
  }
  await expect(permissions.getByRole('heading', { name: 'Missing' })).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Tenant', exact: true })).toContainText('ref-77');

  await page.getByRole('link', { name: 'Start a job' }).click();
  await page.getByRole('button', { name: 'Start for 1 tenant' }).click();
  await expectHeading(page, 'Directory sync');
  await markPage(page);
  await expect(page.getByRole('progressbar')).toBeVisible({ timeout: syncedWithinMs });
  const result = page.getByRole('region', { name: 'Result' });
  await expect(result).toBeVisible({ timeout: syncedWithinMs });
  await expect(result).toContainText('2,501');
  await expect(result).toContainText('How it was readIn full');
  await expect(page.getByRole('region', { name: 'About this run' })).toContainText('Read everything againNot asked for');
  expect(await isMarked(page), 'the run was followed without a reload').toBe(true);
  await expect(page.getByRole('banner').or(page.getByRole('main')).getByText('Succeeded').first()).toBeVisible();
  const timeline = page.getByRole('region', { name: 'Timeline' });
  for (const entry of ['Created', 'Taken by a worker', 'Succeeded']) await expect(timeline).toContainText(entry);
  await expect(page.getByRole('region', { name: 'Log' }).getByRole('listitem').first()).toBeVisible();

  await page.getByRole('link', { name }).click();
  await page.getByRole('navigation', { name: 'Sections of this tenant' }).getByRole('link', { name: 'Users' }).click();
  await page.getByRole('searchbox').fill('Aase');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('table', { name: 'Users' })).toContainText('Aase [U+202E]gnirts');
  await page.getByRole('navigation', { name: 'Sections of this tenant' }).getByRole('link', { name: 'Groups' }).click();
  await expect(page.getByRole('table', { name: 'Groups' }).getByRole('row').nth(1)).toBeVisible();
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(page).toHaveURL(/after=/);
  await expect(page.getByRole('table', { name: 'Groups' }).getByRole('row')).toHaveCount(customer.groups - 50 + 1);
  await page.goBack();
  await expect(page.getByRole('table', { name: 'Groups' }).getByRole('row')).toHaveCount(51);
});

test('a settling tenant says when it is looked at again, and a held run says once why', async ({
  page,
  newVisitor,
  newCustomer,
  invite,
  api,
  emulator,
  database,
}) => {
  const slow = await newCustomer({ propagation: { delayMs: hour, flapping: false } });
  const admin = await newVisitor();
  await goToConsentPage(admin, await invite({ tenantId: slow.tenantId }), `admin@${slow.defaultDomain}`);
  await admin.getByRole('button', { name: 'Accept' }).click();
  await expectHeading(admin, 'Microsoft is applying the approval');
  await openAs(page, 'operator', `/console/tenants/${slow.tenantId}`);
  const nextCheck = page.getByRole('region', { name: 'Tenant', exact: true }).getByRole('definition').nth(6);
  await expect(nextCheck).toHaveText(/^(Under way|In a moment|in \d+ (seconds|minutes?))$/);
  const later = `UPDATE run SET not_before = now() + interval '10 minutes' WHERE tenant_id = $1 AND state = 'waiting'`;
  await expect.poll(async () => (await database.query(later, [slow.tenantId])).rowCount, 'it waits between two tries').toBe(1);
  await page.reload();
  await expect(nextCheck).toHaveText(/^in (9|10) minutes$/);

  const gone = await newCustomer();
  await connectTenant(await newVisitor(), await invite({ tenantId: gone.tenantId }), `admin@${gone.defaultDomain}`);
  const { servicePrincipals } = await emulator.control<{ servicePrincipals: { appId: string; appRoleAssignments: object[] }[] }>(
    'GET',
    `/tenants/${gone.tenantId}`,
  );
  const app = servicePrincipals.find(({ appRoleAssignments }) => appRoleAssignments.length > 0)?.appId;
  await emulator.control('DELETE', `/tenants/${gone.tenantId}/service-principals/${app}`);
  const { body } = await api.post<{ runIds: string[] }>('/runs', { job: 'directory-sync', tenantIds: [gone.tenantId] });
  await page.goto(`/console/runs/${body.runIds[0]}`);
  await expect(page.getByRole('main').getByText('Held').first()).toBeVisible({ timeout: syncedWithinMs });
  await expect(page.getByRole('region', { name: 'Latest trouble' })).toContainText('AADSTS7000229');
  await expect(page.getByText('What to do')).toHaveCount(1);
});

test('an operator makes an invitation whose link opens, and ends it', async ({ page, newVisitor, newCustomer, trouble }) => {
  trouble.allow(/status of 400/);
  const { tenantId } = await newCustomer();
  await openAs(page, 'operator', '/console/invitations');
  await page.getByLabel('Who is it for').fill('Reederei Süd');
  await page.getByLabel('Your reference').fill('süd-1');
  await page.getByRole('button', { name: 'Make the link' }).click();
  await expect(page.getByText('A reference needs the tenant id or a verified domain')).toBeVisible();
  await expect(page.getByLabel('Who is it for'), 'nothing filled in is lost').toHaveValue('Reederei Süd');
  await page.getByLabel('Tenant id').fill(tenantId);
  await page.getByRole('button', { name: 'Make the link' }).click();
  const made = page.getByRole('status').filter({ hasText: '/connect/i/' });
  const link = (await made.getByRole('code').innerText()).trim();

  const visitor = await newVisitor();
  await visitor.goto(link);
  await expect(visitor.getByText('Reederei Süd')).toBeVisible();
  await expect(visitor.getByText(`This link is for the organisation with the tenant ID ${tenantId}.`)).toBeVisible();

  const row = rowOf(page, 'Reederei Süd').first();
  await row.getByRole('button', { name: 'End' }).click();
  await row.getByRole('button', { name: 'Really end it?' }).click();
  await expect(row).toContainText('Revoked');
  await visitor.reload();
  await expectHeading(visitor, 'This link is no longer valid');
});

test('a tenant that nobody named stays unclaimed until an operator confirms it', async ({
  page,
  newVisitor,
  newCustomer,
  invite,
  api,
}) => {
  const { tenantId, defaultDomain, name } = await newCustomer();
  const admin = await newVisitor();
  await goToConsentPage(admin, await invite({}), `admin@${defaultDomain}`);
  await admin.getByRole('button', { name: 'Accept' }).click();
  await expectHeading(admin, /confirms the connection$/);
  const refused = await api.post<{ runIds: string[] }>('/runs', { job: 'directory-sync', tenantIds: [tenantId] });
  expect(refused.body.runIds ?? []).toEqual([]);

  await openAs(page, 'operator');
  await page.getByRole('region', { name: 'Needs attention' }).getByRole('link', { name }).click();
  await page.getByRole('button', { name: 'Confirm this tenant' }).click();
  await page.getByRole('button', { name: 'Really confirm this tenant?' }).click();
  await expect(page.getByRole('region', { name: 'State' })).toContainText('Active');
  await expectConnected(admin);
});

test('a viewer sees everything, can press nothing, and is refused by the server', async ({
  page,
  newVisitor,
  newCustomer,
  invite,
  trouble,
  api,
}) => {
  const { tenantId, defaultDomain } = await newCustomer();
  await connectTenant(await newVisitor(), await invite({ tenantId }), `admin@${defaultDomain}`);
  await openAs(page, 'viewer', `/console/tenants/${tenantId}`);
  const start = page.getByRole('button', { name: 'Start a job' });
  await expect(start).toHaveAttribute('aria-disabled', 'true');
  await start.focus();
  await expect(page.getByText('Your role is Viewer. Ask an Admin for the role Operator.')).toBeVisible();
  await page.goto(`/console/runs/new?tenant=${tenantId}`);
  await expectHeading(page, 'Start a job');
  await expect(page.getByText('Starting a job needs the role Operator')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Start/ })).toHaveCount(0);

  trouble.allow(/status of 403/);
  await page.goto('/console');
  const status = await page.evaluate(async (tenant) => {
    const body = JSON.stringify({ job: 'directory-sync', tenantIds: [tenant] });
    const headers = { 'content-type': 'application/json' };
    return (await fetch('/console/actions/start-runs', { method: 'POST', headers, body })).status;
  }, tenantId);
  expect(status).toBe(403);
  const { body } = await api.get<{ items: ApiRun[] }>(`/runs?tenantId=${tenantId}&job=directory-sync`);
  expect(body.items).toEqual([]);
});

test('unknown tenants, runs and addresses are pages that say so', async ({ page, trouble }) => {
  trouble.allow(/status of 404/);
  await openAs(page, 'viewer');
  await expectHeading(page, /Overview/);
  const nobody = 'ffffffff-ffff-4fff-8fff-ffffffffffff';
  const cursorOfTenants = Buffer.from(JSON.stringify(['Fabrikam', nobody])).toString('base64url');
  for (const path of [
    `/console/tenants/${nobody}`,
    `/console/tenants/${nobody}/users`,
    '/console/tenants/not-a-guid',
    `/console/runs/${nobody}`,
    '/console/runs/%27',
    '/console/nowhere',
    '/console/tenants?after=rubbish',
    '/console/runs?after=rubbish',
    `/console/runs?after=${cursorOfTenants}`,
    '/console/invitations?after=rubbish',
  ]) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(404);
    await expectHeading(page, 'Not found');
    await expect(page.getByRole('navigation', { name: 'Console' }), path).toBeVisible();
  }
  const answer = await page.goto('/nowhere');
  expect(answer?.status()).toBe(404);
  await expectHeading(page, 'There is nothing here');
});

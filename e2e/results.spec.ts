import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expectAccessible } from './fixtures/accessible.ts';
import type { ApiRun } from './fixtures/api-client.ts';
import { expectHeading } from './fixtures/connect-pages.ts';
import { addConnected } from './fixtures/connected-customer.ts';
import { openAs } from './fixtures/operator-pages.ts';
import { expect, test } from './fixtures/test.ts';

const second = 1000;
const endedWithinMs = 60 * second;

/** Follows the link to a file and gives its name and text. */
async function take(page: Page, format: 'CSV' | 'NDJSON'): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: format, exact: true }).click(),
  ]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}

test('an operator reads what a job found, page by page and as files, and the audit says who took them', async ({
  page,
  newVisitor,
  newCustomer,
  invite,
  api,
  database,
}) => {
  test.slow();
  const users = 130;
  const { tenantId, name } = await addConnected(
    { newVisitor, newCustomer, invite },
    { users, premium: true, name: 'Håkons Æbler & Co' },
  );
  const { body } = await api.post<{ runIds: string[] }>('/runs', { job: 'mfa-registration', tenantIds: [tenantId] });
  const runId = body.runIds[0] ?? '';
  await openAs(page, 'operator', `/console/runs/${runId}`);
  const result = page.getByRole('region', { name: 'Result' });
  await expect(result).toContainText(/\d+ of \d+ users have no MFA/, { timeout: endedWithinMs });
  await expect(result.getByText('With MFA')).toBeVisible();
  await expectAccessible(page);

  const show = result.getByRole('link', { name: /^Show \d+ rows$/ });
  const rowCount = Number(/\d+/.exec(await show.innerText())?.[0]);
  expect(rowCount).toBeGreaterThan(100);
  await show.click();
  await expectHeading(page, `${rowCount} rows`);
  const table = page.getByRole('table', { name: 'Rows of MFA registration' });
  await expect(table.getByRole('row')).toHaveCount(51);
  for (const head of ['User', 'Sign-in name', 'MFA registered', 'Methods']) {
    await expect(table.getByRole('columnheader', { name: head, exact: true })).toBeVisible();
  }
  const firstUser = await table.getByRole('row').nth(1).innerText();
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(page).toHaveURL(/after=/);
  await expect(table.getByRole('row').nth(1)).not.toHaveText(firstUser);
  await page.goBack();
  await expect(table.getByRole('row').nth(1)).toHaveText(firstUser, { useInnerText: true });
  await expectAccessible(page);

  const csv = await take(page, 'CSV');
  expect(csv.name).toMatch(/^Håkons-Æbler-Co-mfa-registration-\d{4}-\d\d-\d\d\.csv$/);
  expect(csv.text.startsWith('\ufeffUser,Sign-in name,')).toBe(true);
  expect(csv.text.trimEnd().split('\r\n')).toHaveLength(rowCount + 1);
  const ndjson = await take(page, 'NDJSON');
  const rows = ndjson.text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { userId: string });
  expect(new Set(rows.map(({ userId }) => userId)).size).toBe(rowCount);
  const { rows: audited } = await database.query(
    `SELECT detail FROM audit WHERE action = 'run.results-downloaded' AND subject = $1 ORDER BY id`,
    [runId],
  );
  expect(audited.map(({ detail }) => detail.format)).toEqual(['csv', 'ndjson']);
  expect(name).toContain('Håkons');
});

test('a run that failed is explained and retried, its log is searched by level and words', async ({
  page,
  newVisitor,
  newCustomer,
  invite,
  emulator,
  api,
}) => {
  test.slow();
  const { tenantId } = await addConnected({ newVisitor, newCustomer, invite }, { users: 40, premium: false });
  const { body } = await api.post<{ runIds: string[] }>('/runs', { job: 'inactive-users', tenantIds: [tenantId] });
  await openAs(page, 'operator', `/console/runs/${body.runIds[0]}`);
  await expect(page.getByRole('region', { name: 'Error' })).toContainText('licence', { timeout: endedWithinMs });
  await emulator.control('PATCH', `/tenants/${tenantId}`, { premium: true });
  await page.getByRole('button', { name: 'Retry' }).click();
  const dialog = page.getByRole('dialog', { name: 'Retry this run?' });
  await expect(dialog).toContainText('goes on from its checkpoint');
  await dialog.getByRole('button', { name: 'Retry it' }).click();
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('were not seen for 90 days', {
    timeout: endedWithinMs,
  });
  await expect(page.getByRole('region', { name: 'Timeline' })).toContainText('Queued again by an operator');
  await expect(page.getByRole('button', { name: 'Retry' })).toHaveCount(0);

  const { body: started } = await api.post<{ runIds: string[] }>('/runs', { job: 'directory-sync', tenantIds: [tenantId] });
  const state = async () => (await api.get<ApiRun>(`/runs/${started.runIds[0]}`)).body.state;
  await expect.poll(state, { timeout: endedWithinMs }).toBe('succeeded');
  await page.goto(`/console/runs/${started.runIds[0]}`);
  const log = page.getByRole('region', { name: 'Log' });
  const lines = log.getByRole('list').last().getByRole('listitem');
  await log.getByRole('searchbox').fill('the whole directory');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/search=/);
  await expect(lines).toHaveCount(1);
  await log.getByRole('link', { name: 'Errors' }).click();
  await expect(page).toHaveURL(/level=error/);
  await expect(log).toContainText('No line matches.');
  await log.getByRole('link', { name: 'Info' }).click();
  await expect(page).toHaveURL(/level=error%2Cinfo/);
  await expect(lines).toHaveCount(1);
});

test('a run that waits is cancelled at once, after a dialog that says what happens', async ({
  page,
  newVisitor,
  newCustomer,
  invite,
  emulator,
  api,
}) => {
  const { tenantId } = await addConnected({ newVisitor, newCustomer, invite });
  const fault = { kind: 'throttled', retryAfterSeconds: 600 };
  await emulator.control('POST', '/faults', { target: 'graph', tenantId, fault });
  const { body } = await api.post<{ runIds: string[] }>('/runs', {
    job: 'directory-sync',
    tenantIds: [tenantId],
    deadlineMinutes: 60,
  });
  await openAs(page, 'operator', `/console/runs/${body.runIds[0]}`);
  await expect(page.getByRole('main').getByText('Waiting').first()).toBeVisible({ timeout: endedWithinMs });
  await expect(page.getByRole('region', { name: 'About this run' })).toContainText(
    /Deadline.*in (59|60) minutes|Deadline.*in 1 hour/s,
  );
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Cancel this run?' });
  await expect(dialog).toContainText('ends as cancelled at once');
  await dialog.getByRole('button', { name: 'Cancel it' }).click();
  await expect(page.getByRole('main').getByText('Cancelled').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Cancel', exact: true })).toHaveCount(0);
});

test('a tenant’s devices, its limit and its pause are on its pages', async ({ page, newVisitor, newCustomer, invite, api }) => {
  test.slow();
  const devices = 12;
  const { tenantId } = await addConnected({ newVisitor, newCustomer, invite }, { users: 20, devices });
  const { body } = await api.post<{ runIds: string[] }>('/runs', { job: 'directory-sync', tenantIds: [tenantId] });
  const state = async () => (await api.get<ApiRun>(`/runs/${body.runIds[0]}`)).body.state;
  await expect.poll(state, { timeout: endedWithinMs }).toBe('succeeded');
  await openAs(page, 'operator', `/console/tenants/${tenantId}`);
  await page.getByLabel('Runs at once').fill('3');
  await page.getByRole('button', { name: 'Save the limit' }).click();
  await expect(page.getByText('The limit is saved.')).toBeVisible();
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByText('This tenant is paused')).toBeVisible();
  await expectAccessible(page);
  await page.goto(`/console/tenants?search=${tenantId}`);
  await expect(page.getByRole('table', { name: 'Tenants' })).toContainText('Paused');
  await page.goto(`/console/tenants/${tenantId}`);
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByText('This tenant is paused')).toHaveCount(0);
  await page
    .getByRole('navigation', { name: 'Sections of this tenant' })
    .getByRole('link', { name: /^Devices/ })
    .click();
  await expect(page.getByRole('table', { name: 'Devices' }).getByRole('row')).toHaveCount(devices + 1);
  await expectAccessible(page);
  const list = await api.all<{ id: string }>(`/tenants/${tenantId}/devices`, 5);
  expect(list).toHaveLength(devices);
});

test('the catalogue says what each job needs; only an Admin sets its limit', async ({ page, newVisitor }) => {
  test.slow();
  await openAs(page, 'admin', '/console/jobs');
  const card = page.getByRole('region', { name: 'Credential expiry' });
  await expect(card).toContainText('Application.Read.All');
  await expect(card).toContainText('Expires within days');
  await card.getByLabel('Runs at once').fill('2');
  await card.getByRole('button', { name: 'Save the limit' }).click();
  await expect(page.getByText('The limit is saved.')).toBeVisible();
  await expectAccessible(page);
  await card.getByRole('link', { name: 'Schedule' }).click();
  await expectHeading(page, 'New schedule');
  await expect(page.getByRole('radio', { name: 'Credential expiry' })).toBeChecked();
  const operator = await newVisitor();
  await openAs(operator, 'operator', '/console/jobs');
  const limit = operator.getByRole('region', { name: 'Credential expiry' });
  await expect(limit.getByLabel('Runs at once')).toHaveValue('2');
  await expect(limit.getByRole('button', { name: 'Save the limit' })).toHaveAttribute('aria-disabled', 'true');
});

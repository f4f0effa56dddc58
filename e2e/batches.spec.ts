import type { Page } from '@playwright/test';
import { expectAccessible, expectVisibleFocus, phone } from './fixtures/accessible.ts';
import { expectHeading } from './fixtures/connect-pages.ts';
import { addConnected } from './fixtures/connected-customer.ts';
import type { EmulatorClient } from './fixtures/emulator-client.ts';
import { isMarked, markPage, openAs } from './fixtures/operator-pages.ts';
import { expect, test } from './fixtures/test.ts';

const second = 1000;
const endedWithinMs = 60 * second;

const progress = (page: Page) => page.getByRole('region', { name: 'Progress' });
const runs = (page: Page) => page.getByRole('table', { name: 'Runs of this batch' });

/** Makes Graph answer so slowly, and in pages so small, that a run over more than fifty users can be met on its way. */
async function slowDown(emulator: EmulatorClient, tenantIds: string[], latencyMs: number): Promise<void> {
  for (const id of tenantIds) await emulator.control('PATCH', `/tenants/${id}/graph`, { latencyMs, longestPage: 50 });
}

/** Gives tenants a tag, as an operator whose page this is. */
async function tag(page: Page, tenantIds: string[], name: string): Promise<void> {
  for (const tenantId of tenantIds) {
    const status = await page.evaluate(
      async ([id, word]) => {
        const body = JSON.stringify({ tenantId: id, tags: [word] });
        const headers = { 'content-type': 'application/json' };
        return (await fetch('/console/actions/set-tenant-tags', { method: 'POST', headers, body })).status;
      },
      [tenantId, name],
    );
    expect(status).toBe(200);
  }
}

test('an operator tags tenants, starts a batch for the tag, pauses it, lets it go on and sees it end live', async ({
  page,
  newVisitor,
  newCustomer,
  invite,
  emulator,
}) => {
  test.slow();
  const customers = [];
  for (const users of [600, 600, 40])
    customers.push(await addConnected({ newVisitor, newCustomer, invite }, { users, groups: 2 }));
  const [first, ...others] = customers.map(({ tenantId }) => tenantId) as [string, ...string[]];
  await slowDown(emulator, [first, ...others], 400);

  await openAs(page, 'operator', `/console/tenants/${first}`);
  const tags = page.getByLabel('Tags', { exact: true });
  await tags.fill('Wave One');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Save the tags' }).click();
  await expect(page.getByText('The tags are saved.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save the tags' })).toBeDisabled();
  await tag(page, others, 'wave one');

  await page.goto('/console/tenants');
  await page
    .getByRole('navigation', { name: 'Tag' })
    .getByRole('link', { name: /^wave one/ })
    .click();
  await expect(page).toHaveURL(/tag=wave/);
  await expect(page.getByRole('table', { name: 'Tenants' }).getByRole('row')).toHaveCount(4);
  await page.getByRole('link', { name: 'Start a job for this tag' }).click();
  await expectHeading(page, 'Start a job');
  await expect(page.getByText('3 tenants chosen now.')).toBeVisible();
  await page.getByLabel('Name of the batch').fill('First wave');
  await page.getByRole('button', { name: 'Start for 3 tenants' }).click();

  await expectHeading(page, 'First wave');
  await markPage(page);
  const about = page.getByRole('region', { name: 'About this batch' });
  await expect(about).toContainText('Tenants with the tag “wave one”');
  await expect(about).toContainText('Started by');
  await expect(runs(page).getByRole('row')).toHaveCount(4);

  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Pause this batch?' });
  await expect(dialog).toContainText('finish the page they are at');
  await dialog.getByLabel('Until a moment').check();
  await dialog.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(dialog, 'a moment is asked for').toContainText('Give a moment in the future.');
  await dialog.getByLabel('Until somebody resumes it').check();
  await dialog.getByRole('button', { name: 'Pause', exact: true }).click();
  const banner = page.getByRole('status').filter({ hasText: 'This batch is paused.' });
  await expect(banner).toContainText('It stays so until somebody resumes it.');
  await expect(progress(page)).toContainText('paused');
  await expect(runs(page).getByText('Running'), 'those under way put their work down').toHaveCount(0, { timeout: 15 * second });

  await slowDown(emulator, [first, ...others], 0);
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(banner).toHaveCount(0);
  await expect(progress(page).getByRole('link', { name: 'Succeeded 3' })).toBeVisible({ timeout: endedWithinMs });
  await expect(page.getByRole('main').getByText('Ended', { exact: true }).first()).toBeVisible({ timeout: endedWithinMs });
  expect(await isMarked(page), 'the batch was followed without a reload').toBe(true);
  await expect(progress(page).getByRole('progressbar')).toHaveAttribute('aria-valuenow', '3');

  await page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: 'Batches' }).click();
  const row = page.getByRole('row').filter({ hasText: 'First wave' });
  await expect(row).toContainText('3 of 3 ended');
});

test('failed runs are retried from the batch when what made them fail is gone, by the keyboard alone', async ({
  page,
  newVisitor,
  newCustomer,
  invite,
  emulator,
  api,
}) => {
  test.slow();
  const fixtures = { newVisitor, newCustomer, invite };
  const licensed = await addConnected(fixtures, { users: 30, premium: true });
  const unlicensed = await addConnected(fixtures, { users: 30, premium: false });
  const tenantIds = [licensed.tenantId, unlicensed.tenantId];
  const wish = { job: 'mfa-registration', selection: { kind: 'tenants', tenantIds }, label: 'Who has MFA' };
  const { body } = await api.post<{ batchId: string }>('/batches', wish);
  await openAs(page, 'operator', `/console/batches/${body.batchId}`);

  await progress(page).getByRole('link', { name: 'Failed 1' }).click({ timeout: endedWithinMs });
  await expect(page).toHaveURL(/state=failed/);
  await expect(runs(page).getByRole('row')).toHaveCount(2);
  await expect(runs(page)).toContainText(unlicensed.tenantId);
  await expect(runs(page)).toContainText('licence');
  await page.getByRole('link', { name: 'Show all runs' }).click();
  await expect(runs(page).getByRole('row')).toHaveCount(3);

  await emulator.control('PATCH', `/tenants/${unlicensed.tenantId}`, { premium: true });
  const retry = page.getByRole('button', { name: 'Retry 1 failed run' });
  await retry.focus();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  await expect(retry).toBeFocused();
  await expectVisibleFocus(page);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Retry 1 failed run?' });
  await expect(dialog).toContainText('goes on from the checkpoint');
  await expect(dialog.getByRole('button', { name: 'Retry 1 run' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(retry, 'the focus comes back to where it was').toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: 'Retry 1 run' })).toBeFocused();
  await expectVisibleFocus(page);
  await page.keyboard.press('Enter');
  await expect(page.getByText('1 run queued again.')).toBeVisible();
  await expect(progress(page).getByRole('link', { name: 'Succeeded 2' })).toBeVisible({ timeout: endedWithinMs });
});

test('a batch is cancelled after a dialog that says what happens', async ({
  page,
  newVisitor,
  newCustomer,
  invite,
  emulator,
  api,
}) => {
  const { tenantId } = await addConnected({ newVisitor, newCustomer, invite }, { users: 3000 });
  const settling = await newCustomer();
  await slowDown(emulator, [tenantId], 500);
  const tenantIds = [tenantId, settling.tenantId];
  const wish = { job: 'directory-sync', selection: { kind: 'tenants', tenantIds }, label: 'Too much' };
  const { body } = await api.post<{ batchId: string; skipped: { reason: string }[] }>('/batches', wish);
  expect(body.skipped[0]?.reason).toBe('unknown-tenant');
  await openAs(page, 'operator', `/console/batches/${body.batchId}`);
  await expect(runs(page).getByText('Running').or(runs(page).getByText('Waiting')).first()).toBeVisible({
    timeout: endedWithinMs,
  });
  await page.getByRole('button', { name: 'Cancel the batch' }).click();
  const dialog = page.getByRole('dialog', { name: 'Cancel this batch?' });
  await expect(dialog).toContainText('1 run not ended yet will end as cancelled');
  await dialog.getByRole('button', { name: 'Cancel 1 run' }).click();
  await expect(progress(page).getByRole('link', { name: 'Cancelled 1' })).toBeVisible({ timeout: 15 * second });
  await expect(page.getByRole('button', { name: 'Cancel the batch' })).toHaveCount(0);
  await runs(page).getByRole('link').first().click();
  await expectHeading(page, 'Directory sync');
  await expect(page.getByRole('region', { name: 'Timeline' })).toContainText('Cancelled');
});

test('an Admin pauses all tenants: every page says so, an Operator cannot resume, and work stands until it goes on', async ({
  page,
  newVisitor,
  newCustomer,
  invite,
  api,
}) => {
  const { tenantId } = await addConnected({ newVisitor, newCustomer, invite });
  await openAs(page, 'admin');
  const colleague = await newVisitor();
  await openAs(colleague, 'operator', '/console/invitations');
  await page.getByRole('button', { name: 'Pause all tenants' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Pause', exact: true }).click();
  const words = 'All tenants are paused';
  await expect(page.getByRole('main').getByText(words)).toBeVisible();
  try {
    await expect(colleague.getByRole('main').getByText(words), 'a page that is open hears of it').toBeVisible();
    await expect(colleague.getByRole('main')).toContainText('By Astrid Lindqvist');
    const resume = colleague.getByRole('button', { name: 'Resume all tenants' });
    await expect(resume).toHaveAttribute('aria-disabled', 'true');
    const { body } = await api.post<{ runIds: string[] }>('/runs', { job: 'directory-sync', tenantIds: [tenantId] });
    await page.goto(`/console/runs/${body.runIds[0]}`);
    await expect(page.getByRole('main').getByText(words)).toBeVisible();
    await expect(page.getByRole('main').getByText('Queued').first()).toBeVisible();
    await expectAccessible(page);
  } finally {
    await page.getByRole('button', { name: 'Resume all tenants' }).click();
    await page.getByRole('button', { name: 'Really resume all?' }).click();
  }
  await expect(page.getByRole('main').getByText(words)).toHaveCount(0);
  await expect(page.getByRole('main').getByText('Succeeded').first()).toBeVisible({ timeout: endedWithinMs });
});

test('a viewer sees a batch, can press nothing, and is refused by the server', async ({
  page,
  newCustomer,
  newVisitor,
  invite,
  api,
  emulator,
  trouble,
}) => {
  trouble.allow(/status of 403/);
  const { tenantId } = await addConnected({ newVisitor, newCustomer, invite }, { users: 600 });
  const other = await addConnected({ newVisitor, newCustomer, invite }, { users: 600 });
  await slowDown(emulator, [tenantId, other.tenantId], 2000);
  const selection = { kind: 'tenants', tenantIds: [tenantId, other.tenantId] };
  const { body } = await api.post<{ batchId: string }>('/batches', { job: 'directory-sync', selection, label: 'Looked at' });
  await api.post(`/batches/${body.batchId}/pause`, {});
  await openAs(page, 'viewer', `/console/batches/${body.batchId}`);
  for (const name of ['Resume', 'Cancel the batch']) {
    await expect(page.getByRole('button', { name })).toHaveAttribute('aria-disabled', 'true');
  }
  for (const action of ['resume-batch', 'cancel-batch', 'pause-batch', 'retry-batch']) {
    const status = await page.evaluate(
      async ([name, batchId]) => {
        const headers = { 'content-type': 'application/json' };
        return (await fetch(`/console/actions/${name}`, { method: 'POST', headers, body: JSON.stringify({ batchId }) })).status;
      },
      [action, body.batchId],
    );
    expect(status, action).toBe(403);
  }
  await api.post(`/batches/${body.batchId}/cancel`, {});
});

test('the pages of batches can be used by everybody, on a phone too', async ({
  page,
  newVisitor,
  newCustomer,
  invite,
  api,
  emulator,
  trouble,
}) => {
  test.slow();
  trouble.allow(/status of 404/);
  const tenantIds = [];
  for (let number = 0; number < 2; number += 1) {
    tenantIds.push((await addConnected({ newVisitor, newCustomer, invite }, { users: 600 })).tenantId);
  }
  await slowDown(emulator, tenantIds, 2000);
  const { body } = await api.post<{ batchId: string }>('/batches', {
    job: 'directory-sync',
    selection: { kind: 'tenants', tenantIds },
    label: 'A batch whose name is rather long, as names of batches sometimes are',
  });
  await api.post(`/batches/${body.batchId}/pause`, { until: new Date(Date.now() + 3_600_000).toISOString() });
  await openAs(page, 'operator', '/console/batches');
  await expectAccessible(page);
  for (const path of [`/console/batches/${body.batchId}`, `/console/batches/${body.batchId}?state=failed`]) {
    await page.goto(path);
    await expectAccessible(page);
  }
  await page.getByRole('button', { name: 'Cancel the batch' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Leave it' }).click();
  await page.setViewportSize(phone);
  await page.goto('/console/runs/new');
  for (const kind of ['Some', 'By tag', 'By state', 'All']) {
    await page.getByRole('radiogroup', { name: 'For whom' }).getByText(kind, { exact: true }).click();
    await expectAccessible(page);
  }
  for (const path of [
    '/console/batches/not-a-guid',
    '/console/batches/ffffffff-ffff-4fff-8fff-ffffffffffff',
    '/console/batches?after=x',
  ]) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(404);
    await expectHeading(page, 'Not found');
  }
  await api.post(`/batches/${body.batchId}/cancel`, {});
});

import type { Page } from '@playwright/test';
import { expectAccessible } from './fixtures/accessible.ts';
import { expectHeading } from './fixtures/connect-pages.ts';
import { addConnected } from './fixtures/connected-customer.ts';
import { isMarked, markPage, openAs } from './fixtures/operator-pages.ts';
import { expect, test } from './fixtures/test.ts';

const second = 1000;
const firedWithinMs = 30 * second;
const noticedWithinMs = 40 * second;

/** Chooses the one tenant of a test in a form. */
async function chooseTenant(page: Page, tenantId: string): Promise<void> {
  await page.getByRole('radiogroup', { name: 'For whom' }).getByText('Some', { exact: true }).click();
  await page.getByRole('combobox', { name: 'Tenants' }).fill(tenantId);
  await page.getByRole('option', { name: new RegExp(tenantId.slice(0, 8)) }).click();
  await page.keyboard.press('Escape');
}

test('an operator makes a schedule with a preview, sees it fire live, changes it, switches it off and deletes it', async ({
  page,
  newVisitor,
  newCustomer,
  invite,
  database,
  trouble,
}) => {
  test.slow();
  trouble.allow(/status of 4(00|22)/);
  const { tenantId } = await addConnected({ newVisitor, newCustomer, invite });
  await openAs(page, 'operator', '/console/schedules');
  await page.getByRole('link', { name: 'New schedule' }).first().click();
  await expectHeading(page, 'New schedule');

  await page.getByRole('button', { name: 'Make the schedule' }).click();
  await expect(page.getByText('Give the schedule a name.')).toBeVisible();
  await page.getByLabel('Name of the schedule').fill('Every night');
  await chooseTenant(page, tenantId);
  const preview = page.getByRole('region', { name: 'Next firings' });
  await expect(preview.getByRole('listitem')).toHaveCount(5);
  await expect(preview).toContainText('03:00');
  await page.getByRole('combobox', { name: 'Time zone' }).fill('Tokyo');
  await page.getByRole('option', { name: 'Asia/Tokyo' }).click();
  await expect(preview, 'by the clocks of the schedule, and by those of the reader').toContainText('in Asia/Tokyo');
  await expect(preview.getByRole('listitem').first()).toContainText(/03:00.*(19|20):00 for you/);
  await page.getByLabel('Cron expression').fill('0 25 * * *');
  await expect(page.getByText('This is no cron expression')).toBeVisible();
  await page.getByRole('button', { name: 'Make the schedule' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Not saved' })).toBeVisible();
  await expect(page.getByLabel('Name of the schedule'), 'nothing filled in is lost').toHaveValue('Every night');
  await page.getByRole('button', { name: 'Mondays to Fridays at 3' }).click();
  await page.getByLabel('Spread over minutes').fill('0');
  await page.getByRole('button', { name: 'Make the schedule' }).click();

  await expectHeading(page, 'Every night');
  await expect(page.getByRole('region', { name: 'Next times' }).getByRole('listitem')).toHaveCount(5);
  await expect(page.getByRole('region', { name: 'About this schedule' })).toContainText(
    'Mondays to Fridays at 03:00, Asia/Tokyo',
  );
  await markPage(page);
  const scheduleId = new URL(page.url()).pathname.split('/').at(-1);
  await database.query('UPDATE schedule SET next_at = now() WHERE id = $1', [scheduleId]);
  const batches = page.getByRole('table', { name: 'Batches of this schedule' });
  await expect(batches).toContainText('All 1 tenant succeeded', { timeout: firedWithinMs });
  expect(await isMarked(page), 'it was followed without a reload').toBe(true);
  await batches.getByRole('link').click();
  await expect(page.getByRole('region', { name: 'About this batch' })).toContainText('A schedule');
  await page.getByRole('link', { name: 'A schedule' }).click();

  await page.getByRole('link', { name: 'Change' }).click();
  await expectHeading(page, 'Change a schedule');
  await page.getByText('Every so often', { exact: true }).click();
  await page.getByLabel('Every', { exact: true }).fill('2');
  await page.getByLabel('Name of the schedule').fill('Every other day');
  await page.getByRole('button', { name: 'Save' }).click();
  await expectHeading(page, 'Every other day');
  await expect(page.getByRole('region', { name: 'About this schedule' })).toContainText('Every 2 days');

  await page.getByRole('button', { name: 'Switch off' }).click();
  await expect(page.getByRole('region', { name: 'Next times' })).toContainText('None while it is switched off.');
  await page.goto('/console/schedules');
  const row = page.getByRole('row').filter({ hasText: 'Every other day' });
  await expect(row).toContainText('Off');
  await expect(row).toContainText('All 1 tenant succeeded');
  await row.getByRole('link', { name: 'Every other day' }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete it' }).click();
  await expectHeading(page, 'Schedules');
  await expect(page.getByRole('row').filter({ hasText: 'Every other day' })).toHaveCount(0);
});

test('a schedule whose job is gone says so on its page, in the list and on the overview, until it is deleted', async ({
  page,
  api,
  database,
}) => {
  const wish = { label: 'Of an older version', job: 'admin-roles', selection: { kind: 'all' }, everyMinutes: 60 };
  const { body } = await api.post<{ id: string }>('/schedules', wish);
  await database.query(`UPDATE schedule SET job = 'mailbox-census', next_at = now() WHERE id = $1`, [body.id]);
  await openAs(page, 'operator', `/console/schedules/${body.id}`);
  const trouble = page.getByRole('region', { name: 'It cannot begin' });
  await expect(trouble).toContainText('What to do', { timeout: firedWithinMs });
  await expect(trouble).toContainText('schedule-job-gone');
  await expectAccessible(page);
  await page.goto('/console/schedules');
  await expect(page.getByRole('row').filter({ hasText: 'Of an older version' })).toContainText('Cannot begin');
  await page.goto('/console');
  const alerts = page.getByRole('region', { name: 'Alerts' });
  await expect(alerts).toContainText('Cannot begin: Of an older version', { timeout: noticedWithinMs });
  await expectAccessible(page);
  await alerts.getByRole('link', { name: 'Of an older version' }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete it' }).click();
  await expectHeading(page, 'Schedules');
  await page.goto('/console');
  await expect(alerts.getByText('Of an older version')).toHaveCount(0, { timeout: noticedWithinMs });
});

test('the pages of schedules can be used by everybody, and a viewer changes nothing', async ({
  page,
  newVisitor,
  api,
  trouble,
}) => {
  test.slow();
  trouble.allow(/status of 40[34]/);
  const wish = { label: 'Looked at', job: 'inactive-users', selection: { kind: 'all' }, cron: '0 3 1 * *', timeZone: 'UTC' };
  const { body } = await api.post<{ id: string }>('/schedules', { ...wish, enabled: false });
  await openAs(page, 'operator', '/console/schedules');
  const schedule = `/console/schedules/${body.id}`;
  for (const path of ['/console/schedules', schedule, `${schedule}/edit`, '/console/schedules/new?job=credential-expiry']) {
    await page.goto(path);
    await expectAccessible(page);
  }
  for (const path of ['/console/schedules/not-a-guid', '/console/schedules/ffffffff-ffff-4fff-8fff-ffffffffffff/edit']) {
    expect((await page.goto(path))?.status(), path).toBe(404);
    await expectHeading(page, 'Not found');
  }

  const viewer = await newVisitor();
  await openAs(viewer, 'viewer', schedule);
  for (const name of ['Change', 'Switch on', 'Delete']) {
    await expect(viewer.getByRole('button', { name })).toHaveAttribute('aria-disabled', 'true');
  }
  await viewer.goto('/console/schedules/new');
  await expectHeading(viewer, 'You have no access to this page');
  await viewer.goto('/console');
  const status = await viewer.evaluate(async (scheduleId) => {
    const headers = { 'content-type': 'application/json' };
    return (await fetch('/console/actions/delete-schedule', { method: 'POST', headers, body: JSON.stringify({ scheduleId }) }))
      .status;
  }, body.id);
  expect(status).toBe(403);
  expect((await api.get(`/schedules/${body.id}`)).status).toBe(200);
});

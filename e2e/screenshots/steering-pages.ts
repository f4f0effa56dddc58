import type { Page } from '@playwright/test';
import type { ApiPage, ApiRun } from '../fixtures/api-client.ts';
import { takeLooks } from './looks.ts';
import { type Stage, until } from './stage.ts';

const hour = 3_600_000;

interface Batch {
  done: number;
  total: number;
}

/** What an Admin sees of batches, schedules, jobs and results. @param page of an Admin */
export async function takeSteeringPages(stage: Stage, page: Page): Promise<void> {
  const { api, emulator, addConnected } = stage;
  const premium = await addConnected({ name: 'Aurelia Insurance', defaultDomain: 'aurelia.example', users: 380, premium: true });
  const basic = await addConnected({ name: 'Brauhaus Lindner', defaultDomain: 'lindner.example', users: 45, premium: false });
  const slow = await addConnected({
    name: 'Costa Verde Hotels',
    defaultDomain: 'costa-verde.example',
    users: 2400,
    premium: true,
  });
  const tenants = [premium, basic, slow];
  for (const { tenantId } of tenants) await act(page, 'set-tenant-tags', { tenantId, tags: ['first wave', 'emea'] });
  await act(page, 'set-tenant-tags', { tenantId: basic.tenantId, tags: ['first wave'] });

  const selection = { kind: 'tag', tag: 'first wave' };
  const start = async (job: string, label: string) => {
    const { body } = await api.post<{ batchId: string }>('/batches', { job, selection, label });
    return body.batchId;
  };
  const ended = await start('licence-inventory', 'Licences before the renewal');
  const failed = await start('mfa-registration', 'Who has no MFA');
  await until('the end of two batches', async () => (await under(stage, ended)) === 0 && (await under(stage, failed)) === 0);
  await emulator.control('PATCH', `/tenants/${slow.tenantId}/graph`, { latencyMs: 600, longestPage: 10 });
  const live = await start('directory-sync', 'Sync of the first wave');
  await until('two of three', async () => (await under(stage, live)) === 1);

  const nightly = { label: 'Nightly directory sync', job: 'directory-sync', selection: { kind: 'all' } };
  await api.post('/schedules', { ...nightly, cron: '0 3 * * *', timeZone: 'America/Sao_Paulo' });
  const { body: weekly } = await api.post<{ id: string }>('/schedules', {
    label: 'MFA, every two hours',
    job: 'mfa-registration',
    selection,
    everyMinutes: 120,
  });
  await api.post('/schedules', { ...nightly, label: 'Not now', cron: '30 6 * * 1', timeZone: 'UTC', enabled: false });

  const runs = (await api.get<ApiPage<ApiRun>>(`/runs?batchId=${ended}&state=succeeded`)).body.items;
  const run = runs.find(({ tenantId }) => tenantId === premium.tenantId)?.id;
  for (const [path, name] of [
    ['/console/batches', 'console-batches'],
    [`/console/batches/${live}`, 'console-batch-live'],
    [`/console/batches/${failed}`, 'console-batch-failed'],
    ['/console/runs/new?tag=first+wave&job=inactive-users', 'console-start-batch'],
    ['/console/schedules', 'console-schedules'],
    [`/console/schedules/${weekly.id}`, 'console-schedule'],
    [`/console/schedules/${weekly.id}/edit`, 'console-schedule-form'],
    [`/console/runs/${run}`, 'console-run-result'],
    [`/console/runs/${run}/results`, 'console-results'],
    ['/console/jobs', 'console-jobs'],
    [`/console/tenants/${premium.tenantId}/devices`, 'console-devices'],
    ['/console/tenants?tag=first+wave', 'console-tenants-tag'],
  ] as const) {
    await page.goto(path);
    await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    await takeLooks(page, name);
  }
  await page.goto(`/console/batches/${live}`);
  await page.getByRole('button', { name: 'Cancel the batch' }).click();
  await page.getByRole('dialog').waitFor();
  await takeLooks(page, 'console-batch-cancel', { what: 'screen' });
  await act(page, 'pause-fleet', { until: new Date(Date.now() + 8 * hour).toISOString() });
  await page.goto(`/console/batches/${live}`);
  await page.getByText('All tenants are paused').waitFor();
  await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
  await takeLooks(page, 'console-paused');
  await act(page, 'resume-fleet', {});
  await emulator.control('PATCH', `/tenants/${slow.tenantId}/graph`, { latencyMs: 0, longestPage: 999 });
  await until('the end of the sync', async () => (await under(stage, live)) === 0);
  await page.goto('/console');
}

async function under({ api }: Stage, batchId: string): Promise<number> {
  const { done, total } = (await api.get<Batch>(`/batches/${batchId}`)).body;
  return total - done;
}

/** Does something as the page's operator. */
async function act(page: Page, action: string, body: object): Promise<void> {
  const status = await page.evaluate(
    async ([name, text]) => {
      const headers = { 'content-type': 'application/json' };
      return (await fetch(`/console/actions/${name}`, { method: 'POST', headers, body: text })).status;
    },
    [action, JSON.stringify(body)] as const,
  );
  if (status !== 200) throw new Error(`${action} answered ${status}`);
}

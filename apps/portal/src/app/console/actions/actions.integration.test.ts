import type { OperatorRole } from '@tenantry/domain';
import { findBatch, findRun, findSchedule, findTenant, readFleetPause, readJobRunLimits } from '@tenantry/domain';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PortalUnderTest, startPortalUnderTest } from '../../../testing/portal-under-test.ts';
import { POST as cancelBatch } from './cancel-batch/route.ts';
import { POST as cancelRun } from './cancel-run/route.ts';
import { POST as createSchedule } from './create-schedule/route.ts';
import { POST as deleteSchedule } from './delete-schedule/route.ts';
import { POST as enableSchedule } from './enable-schedule/route.ts';
import { POST as pauseBatch } from './pause-batch/route.ts';
import { POST as pauseFleet } from './pause-fleet/route.ts';
import { POST as pauseTenant } from './pause-tenant/route.ts';
import { POST as previewSchedule } from './preview-schedule/route.ts';
import { POST as resumeBatch } from './resume-batch/route.ts';
import { POST as resumeFleet } from './resume-fleet/route.ts';
import { POST as resumeTenant } from './resume-tenant/route.ts';
import { POST as retryBatch } from './retry-batch/route.ts';
import { POST as retryRun } from './retry-run/route.ts';
import { POST as setJobRunLimit } from './set-job-run-limit/route.ts';
import { POST as setTenantRunLimit } from './set-tenant-run-limit/route.ts';
import { POST as setTenantTags } from './set-tenant-tags/route.ts';
import { POST as startRuns } from './start-runs/route.ts';
import { POST as updateSchedule } from './update-schedule/route.ts';

type Action = (request: Request) => Promise<Response>;

let portal: PortalUnderTest;
let pages: Record<OperatorRole, Record<string, string>>;
let tenantId: string;
const nobody = 'ffffffff-ffff-4fff-8fff-ffffffffffff';
const nightly = { label: 'Nightly', job: 'directory-sync', selection: { kind: 'all' }, cron: '0 3 * * *', timeZone: 'UTC' };

beforeAll(async () => {
  portal = await startPortalUnderTest(3);
  tenantId = portal.tenants[0] as string;
  pages = {
    Viewer: await portal.ownPage('Viewer'),
    Operator: await portal.ownPage('Operator'),
    Admin: await portal.ownPage('Admin'),
  };
});
afterAll(() => portal.close());

async function act(action: Action, body: object, headers = pages.Operator) {
  const answer = await action(portal.send('POST', '/console/actions/x', body, headers));
  return { status: answer.status, body: await answer.json() };
}

const db = () => portal.database.database;
const begin = async (selection: object = { kind: 'all' }) =>
  (await act(startRuns, { job: 'directory-sync', selection })).body as { batchId: string; runIds: string[] };

describe('who may act', () => {
  const operators: [string, Action, object][] = [
    ['pause-batch', pauseBatch, { batchId: nobody }],
    ['resume-batch', resumeBatch, { batchId: nobody }],
    ['cancel-batch', cancelBatch, { batchId: nobody }],
    ['retry-batch', retryBatch, { batchId: nobody }],
    ['cancel-run', cancelRun, { runId: nobody }],
    ['retry-run', retryRun, { runId: nobody }],
    ['pause-tenant', pauseTenant, { tenantId: nobody }],
    ['resume-tenant', resumeTenant, { tenantId: nobody }],
    ['set-tenant-tags', setTenantTags, { tenantId: nobody, tags: [] }],
    ['set-tenant-run-limit', setTenantRunLimit, { tenantId: nobody, runLimit: 2 }],
    ['update-schedule', updateSchedule, { ...nightly, scheduleId: nobody }],
    ['enable-schedule', enableSchedule, { scheduleId: nobody, enabled: true }],
    ['delete-schedule', deleteSchedule, { scheduleId: nobody }],
  ];

  test.each(operators)(
    '%s needs a page of ours, a session and the role Operator; then an unknown id is told',
    async (name, action, body) => {
      expect((await act(action, body, { ...pages.Operator, origin: 'http://localhost:4000' })).status).toBe(403);
      expect((await act(action, body, { origin: pages.Operator.origin ?? '' })).status).toBe(401);
      expect((await act(action, body, pages.Viewer)).status).toBe(403);
      const { status, body: told } = await act(action, body);
      expect([status, typeof told.detail]).toEqual([name === 'retry-batch' ? 422 : 404, 'string']);
    },
  );

  test('the whole fleet and the limit of a job are an Admin’s', async () => {
    for (const [action, body] of [
      [pauseFleet, {}],
      [resumeFleet, {}],
      [setJobRunLimit, { job: 'directory-sync', runLimit: 3 }],
    ] as const) {
      const { status, body: told } = await act(action, body, pages.Operator);
      expect([status, told.detail]).toEqual([403, 'This needs the role Admin; yours is Operator.']);
    }
    expect(await readFleetPause(db(), new Date())).toBeNull();
    expect(await readJobRunLimits(db())).toEqual({});
  });
});

test('a batch is paused, resumed and cancelled; afterwards that is refused with a sentence', async () => {
  const { batchId } = await begin();
  expect((await act(pauseBatch, { batchId })).status).toBe(200);
  expect((await findBatch(db(), batchId))?.paused).toMatchObject({ until: null });
  expect((await act(resumeBatch, { batchId })).status).toBe(200);
  expect((await act(cancelBatch, { batchId })).status).toBe(200);
  expect((await findBatch(db(), batchId))?.counts.cancelled).toBe(3);
  expect((await act(cancelBatch, { batchId })).body.detail).toBe('The batch has ended already.');
});

test('the failed runs of a batch are retried, and the answer says how many', async () => {
  const { batchId, runIds } = await begin();
  await db().asFleet((tx) => tx.run.updateMany({ where: { id: { in: runIds.slice(1) } }, data: { state: 'failed' } }));
  expect((await act(retryBatch, { batchId })).body).toEqual({ retried: 2, message: '2 runs queued again.' });
});

test('a run is cancelled, and once it has ended it cannot be', async () => {
  const { runIds } = await begin({ kind: 'tenants', tenantIds: [tenantId] });
  const runId = runIds[0] as string;
  expect((await act(cancelRun, { runId })).status).toBe(200);
  expect((await findRun(db(), runId))?.state).toBe('cancelled');
  expect((await act(cancelRun, { runId })).status).toBe(422);
  expect((await act(retryRun, { runId })).status).toBe(422);
});

test('a tenant is tagged, limited, paused until an instant and resumed', async () => {
  const until = new Date(Date.now() + 60_000).toISOString();
  expect((await act(setTenantTags, { tenantId, tags: [' Gold', 'gold', 'emea'] })).status).toBe(200);
  expect((await act(setTenantRunLimit, { tenantId, runLimit: 4 })).status).toBe(200);
  expect((await act(pauseTenant, { tenantId, until })).status).toBe(200);
  expect(await findTenant(db(), tenantId)).toMatchObject({
    tags: ['emea', 'gold'],
    runLimit: 4,
    paused: { until: new Date(until) },
  });
  expect((await act(resumeTenant, { tenantId })).status).toBe(200);
  expect((await act(resumeTenant, { tenantId })).status).toBe(422);
});

test('an Admin pauses and resumes the whole fleet and sets the limit of a job', async () => {
  expect((await act(pauseFleet, {}, pages.Admin)).status).toBe(200);
  expect(await readFleetPause(db(), new Date())).toMatchObject({ until: null });
  expect((await act(resumeFleet, {}, pages.Admin)).status).toBe(200);
  expect((await act(resumeFleet, {}, pages.Admin)).status).toBe(422);
  expect((await act(setJobRunLimit, { job: 'directory-sync', runLimit: 3 }, pages.Admin)).status).toBe(200);
  expect(await readJobRunLimits(db())).toEqual({ 'directory-sync': 3 });
  expect((await act(setJobRunLimit, { job: 'nothing', runLimit: 3 }, pages.Admin)).status).toBe(404);
});

test('a schedule is made, changed, switched off and deleted', async () => {
  const { scheduleId } = (await act(createSchedule, nightly)).body;
  expect((await act(updateSchedule, { ...nightly, scheduleId, label: 'Weekly', cron: '0 3 * * 1' })).status).toBe(200);
  expect(await findSchedule(db(), scheduleId)).toMatchObject({ label: 'Weekly', enabled: true });
  expect((await act(enableSchedule, { scheduleId, enabled: false })).status).toBe(200);
  expect(await findSchedule(db(), scheduleId)).toMatchObject({ enabled: false, upcoming: [] });
  expect((await act(deleteSchedule, { scheduleId })).status).toBe(200);
  expect(await findSchedule(db(), scheduleId)).toBeNull();
});

test('a preview gives the next five firings, and says what is wrong with times that are none', async () => {
  const { firings } = (await act(previewSchedule, { cron: '0 3 * * *', timeZone: 'Asia/Tokyo' })).body;
  expect(firings).toHaveLength(5);
  expect(firings.every((at: string) => at.endsWith('T18:00:00.000Z'))).toBe(true);
  const { status, body } = await act(previewSchedule, { cron: 'soon', timeZone: 'Asia/Tokyo' });
  expect([status, body.firings, body.problems[0].field]).toEqual([200, [], 'cron']);
  expect((await act(previewSchedule, { cron: '0 3 * * *', timeZone: 'UTC' }, pages.Viewer)).status).toBe(403);
});

test.each([
  [pauseTenant, { until: '2020-01-01T00:00:00Z' }, 'until'],
  [setTenantTags, { tags: ['x'.repeat(51)] }, 'tags.0'],
  [setTenantRunLimit, { runLimit: 0 }, 'runLimit'],
  [setTenantRunLimit, { runLimit: 21 }, 'runLimit'],
  [setTenantRunLimit, { runLimit: 'many' }, 'runLimit'],
  [pauseTenant, { forHowLong: 3 }, 'forHowLong'],
] as [Action, object, string][])('bad input is refused with its field: %#', async (action, wrong, field) => {
  const { status, body } = await act(action, { tenantId, ...wrong });
  expect([status, body.problems[0].field]).toEqual([400, field]);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { at, type PortalUnderTest, startPortalUnderTest } from '../../../../testing/portal-under-test.ts';
import { GET as listRuns } from '../runs/route.ts';
import { POST as cancel } from './[batchId]/cancel/route.ts';
import { POST as pause } from './[batchId]/pause/route.ts';
import { POST as resume } from './[batchId]/resume/route.ts';
import { POST as retry } from './[batchId]/retry/route.ts';
import { GET as find } from './[batchId]/route.ts';
import { GET as list, POST as start } from './route.ts';

let portal: PortalUnderTest;
const nobody = 'ffffffff-ffff-4fff-8fff-ffffffffffff';

beforeAll(async () => {
  portal = await startPortalUnderTest(5);
});
afterAll(() => portal.close());

async function begin(selection: object, more: object = {}): Promise<{ batchId: string; runIds: string[]; created: number }> {
  const wish = { job: 'directory-sync', selection, ...more };
  const answer = await start(portal.send('POST', '/api/v1/batches', wish), at({}));
  expect(answer.status).toBe(202);
  return answer.json();
}

const steer = async (handler: typeof pause, batchId: string, body: object = {}) => {
  const answer = await handler(portal.send('POST', '/api/v1/batches/x', body), at({ batchId }));
  return { status: answer.status, body: await answer.json() };
};

test('a batch over all tenants is found with its selection, counts and label', async () => {
  const { batchId, created } = await begin({ kind: 'all' }, { label: 'Everybody', params: { fullPass: true } });
  expect(created).toBe(5);
  const batch = await (await find(portal.ask('/api/v1/batches/x'), at({ batchId }))).json();
  expect(batch).toMatchObject({
    id: batchId,
    label: 'Everybody',
    selection: { kind: 'all' },
    params: { fullPass: true },
    state: 'running',
    total: 5,
    done: 0,
    paused: null,
    etaMs: null,
  });
  expect(batch.counts).toMatchObject({ queued: 5, failed: 0 });
});

test('batches come page by page, newest first, each once', async () => {
  const made = [];
  for (let number = 0; number < 3; number++) made.push((await begin({ kind: 'all' })).batchId);
  const seen: string[] = [];
  for (let after = ''; ; ) {
    const page = await (await list(portal.ask(`/api/v1/batches?limit=2${after}`), at({}))).json();
    seen.push(...page.items.map(({ id }: { id: string }) => id));
    if (page.next === null) break;
    after = `&after=${page.next}`;
  }
  expect(seen.slice(0, 3)).toEqual(made.toReversed());
  expect(new Set(seen).size).toBe(seen.length);
});

test('a batch is paused until an instant, resumed, cancelled, and then there is nothing left to steer', async () => {
  const { batchId } = await begin({ kind: 'all' });
  const until = new Date(Date.now() + 3_600_000).toISOString();
  expect((await steer(pause, batchId, { until })).body).toMatchObject({ state: 'paused', paused: { until } });
  expect((await steer(resume, batchId)).body).toMatchObject({ state: 'running', paused: null });
  expect((await steer(resume, batchId)).status).toBe(422);
  expect((await steer(cancel, batchId)).body).toMatchObject({ counts: { cancelled: 5, queued: 0 } });
  expect((await steer(cancel, batchId)).status).toBe(422);
  expect((await steer(pause, batchId)).status).toBe(422);
});

test('failed runs are queued again and counted; a batch without any answers zero', async () => {
  const { batchId, runIds } = await begin({ kind: 'all' });
  expect((await steer(retry, batchId)).body).toEqual({ retried: 0 });
  await portal.database.database.asFleet((tx) =>
    tx.run.updateMany({ where: { id: { in: runIds.slice(0, 2) } }, data: { state: 'failed', finishedAt: new Date() } }),
  );
  expect((await steer(retry, batchId)).body).toEqual({ retried: 2 });
  const queued = await (await listRuns(portal.ask(`/api/v1/runs?batchId=${batchId}&state=queued`), at({}))).json();
  expect(queued.items).toHaveLength(5);
});

test('a pause that ends in the past, or is no instant, is refused with its field', async () => {
  const { batchId } = await begin({ kind: 'all' });
  for (const until of ['2020-01-01T00:00:00Z', 'tomorrow']) {
    const { status, body } = await steer(pause, batchId, { until });
    expect([status, body.problems[0].field]).toEqual([400, 'until']);
  }
});

test.each([
  [{ job: 'nothing', selection: { kind: 'all' } }, 422, 'job'],
  [{ job: 'inactive-users', params: { days: -1 }, selection: { kind: 'all' } }, 422, 'params.days'],
  [{ job: 'directory-sync', selection: { kind: 'tag', tag: '' } }, 400, 'selection.tag'],
  [{ job: 'directory-sync', selection: { kind: 'tenants', tenantIds: [] } }, 400, 'selection.tenantIds'],
  [{ job: 'directory-sync', selection: { kind: 'filter', states: ['sunny'] } }, 400, 'selection.states.0'],
  [{ job: 'directory-sync' }, 400, 'selection'],
  [{ job: 'directory-sync', selection: { kind: 'all' }, extra: 1 }, 400, 'extra'],
])('%j is refused with its field', async (wish, status, field) => {
  const answer = await start(portal.send('POST', '/api/v1/batches', wish), at({}));
  const body = await answer.json();
  expect([answer.status, body.problems[0].field]).toEqual([status, field]);
  expect(body.problems[0].message).toMatch(/\w/);
});

test('a key that may only read starts and steers nothing', async () => {
  const { batchId } = await begin({ kind: 'all' });
  const wish = { job: 'directory-sync', selection: { kind: 'all' } };
  expect((await start(portal.send('POST', '/api/v1/batches', wish, portal.reader), at({}))).status).toBe(403);
  for (const handler of [pause, resume, cancel, retry]) {
    expect((await handler(portal.send('POST', '/api/v1/batches/x', {}, portal.reader), at({ batchId }))).status).toBe(403);
  }
  const batch = await (await find(portal.ask('/api/v1/batches/x', portal.reader), at({ batchId }))).json();
  expect(batch.state).toBe('running');
});

test('a batch nobody knows is 404, whatever its id looks like', async () => {
  for (const batchId of [nobody, 'not-a-guid']) {
    expect((await find(portal.ask('/api/v1/batches/x'), at({ batchId }))).status).toBe(404);
    for (const handler of [pause, resume, cancel, retry]) expect((await steer(handler, batchId)).status).toBe(404);
  }
});

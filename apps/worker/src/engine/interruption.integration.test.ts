import { type Actor, cancelRun, findRun, readTimeline } from '@tenantry/domain';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Worker } from '../create-worker.ts';
import { startTestWorld, type TestWorld } from '../testing/test-world.ts';
import { expectTruth } from '../testing/truth.ts';

const second = 1000;
const actor: Actor = { kind: 'operator', id: '00000000-0000-4000-8000-00000000000a', name: 'Test operator' };
const ended = ['succeeded', 'partial', 'failed', 'cancelled'] as const;

let world: TestWorld;
const workers: Worker[] = [];
beforeAll(async () => {
  world = await startTestWorld('postgres');
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.close('the test is over')));
  await world.control('DELETE', '/faults');
});
afterAll(() => world.close());

async function startWorker(options: Parameters<TestWorld['startWorker']>[0] = {}): Promise<Worker> {
  const worker = await world.startWorker(options);
  workers.push(worker);
  return worker;
}

/** A tenant whose sync takes many slow pages. */
async function slowTenant(): Promise<string> {
  const tenantId = await world.connect({ users: 1500, groups: 5 });
  await world.untilState(tenantId, 'active');
  await world.control('PATCH', `/tenants/${tenantId}/graph`, { longestPage: 50, latencyMs: 100 });
  await world.control('DELETE', '/counters');
  return tenantId;
}

const pagesOf = (tenantId: string) => world.counter(tenantId, 'fullPassPages');

test('a cancelled run stops within one page, and writes nothing any more', async () => {
  await startWorker();
  const tenantId = await slowTenant();
  const runId = await world.start(tenantId, 'directory-sync');
  await expect.poll(() => pagesOf(tenantId), { timeout: 20 * second, interval: 10 }).toBeGreaterThan(3);
  await expect.poll(async () => (await findRun(world.db, runId))?.state).toBe('running');
  const before = pagesOf(tenantId);
  expect(await cancelRun(world.db, world.queue.ring, { runId, actor, now: new Date() })).toBe('done');
  expect(await world.until(runId, [...ended])).toMatchObject({ state: 'cancelled', claimedBy: null });
  // The page that is being written sees it, and the next one was asked for already.
  expect(pagesOf(tenantId) - before).toBeLessThanOrEqual(2);
  const rows = await world.db.asTenant(tenantId, (tx) => tx.directoryUser.count());
  expect(rows).toBeLessThanOrEqual(pagesOf(tenantId) * 50);
});

test('a run that waits for an answer which does not come is cancelled all the same', async () => {
  await startWorker({ leaseMs: 1500 });
  const tenantId = await slowTenant();
  await world.control('POST', '/faults', { target: 'graph', tenantId, pathPrefix: '/v1.0/users', fault: { kind: 'hang' } });
  const runId = await world.start(tenantId, 'directory-sync');
  await world.until(runId, ['running']);
  await cancelRun(world.db, world.queue.ring, { runId, actor, now: new Date() });
  expect(await world.until(runId, [...ended], 5 * second)).toMatchObject({ state: 'cancelled' });
});

test('a slice that nothing answers is given up, and its run goes on later', async () => {
  await startWorker({ patience: { stuckMs: second, wedgedMs: 60 * second } });
  const tenantId = await slowTenant();
  const hang = { target: 'graph', tenantId, pathPrefix: '/v1.0/users', count: 1, fault: { kind: 'hang' } };
  await world.control('POST', '/faults', hang);
  const runId = await world.start(tenantId, 'directory-sync');
  expect(await world.until(runId, ['waiting'])).toMatchObject({
    ...{ reasonCode: 'graph-timeout', errorDomain: 'microsoft-outage', errorCode: 'graph-timeout', attempt: 1, claimedBy: null },
  });
  expect(await world.until(runId, [...ended])).toMatchObject({ state: 'succeeded' });
  await expectTruth(world, tenantId);
});

test('a checkpoint that cannot be read restarts the run, and its timeline says so', async () => {
  const first = await startWorker();
  const tenantId = await slowTenant();
  const runId = await world.start(tenantId, 'directory-sync');
  await expect.poll(() => pagesOf(tenantId), { timeout: 20 * second, interval: 10 }).toBeGreaterThan(3);
  await first.close('the checkpoint is going to be spoilt');
  expect(await findRun(world.db, runId)).toMatchObject({ state: 'waiting' });
  await world.db.asFleet((tx) => tx.run.update({ where: { id: runId }, data: { checkpoint: { phase: 'nowhere' } } }));
  await startWorker();
  expect(await world.until(runId, [...ended])).toMatchObject({ state: 'succeeded' });
  const timeline = await readTimeline(world.db, { runId, tenantId, limit: 50 });
  expect(timeline.filter(({ kind }) => kind === 'restarted')).toMatchObject([
    { detail: { why: 'The saved position could not be read.' } },
  ]);
  await expectTruth(world, tenantId);
});

import type { ChildProcess } from 'node:child_process';
import { readTimeline, setTenantRunLimit } from '@tenantry/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endWorker, forkWorker } from '../testing/child-worker.ts';
import { startTestWorld, type TestWorld } from '../testing/test-world.ts';
import { expectTruth } from '../testing/truth.ts';

let world: TestWorld;
const children: ChildProcess[] = [];
beforeAll(async () => {
  world = await startTestWorld('postgres');
});
afterAll(async () => {
  await Promise.all(children.map((child) => endWorker(child, 'SIGKILL')));
  await world.close();
});

test('two worker processes share the budget of one tenant', { timeout: 90_000 }, async () => {
  const share = 0.02;
  // Of 3,500 units in ten seconds a tenth may be used at once, and 95 % in the long run.
  const [atOnce, perSecond] = [350 * share, 332.5 * share];
  const fork = async () => children.push(await forkWorker(world, { TEST_BUDGET_SHARE: String(share), WORKER_CONCURRENCY: '1' }));
  await fork();
  const tenantId = await world.connect({ users: 40, groups: 12, membersPerGroup: 10 });
  await world.untilState(tenantId, 'active');
  await world.control('PATCH', `/tenants/${tenantId}/graph`, { longestPage: 10, deltaPageSize: 2 });
  const actor = { kind: 'operator' as const, id: '00000000-0000-4000-8000-00000000000a', name: 'Test operator' };
  await setTenantRunLimit(world.db, { tenantId, runLimit: 2, actor, now: new Date() });
  await fork();

  await world.control('DELETE', '/counters');
  const begun = performance.now();
  const runs = await Promise.all(['directory-sync', 'group-membership-export'].map((job) => world.start(tenantId, job)));
  for (const run of runs)
    expect(await world.until(run, ['succeeded', 'partial', 'failed'])).toMatchObject({ state: 'succeeded' });
  const seconds = (performance.now() - begun) / 1000;
  await expectTruth(world, tenantId);

  const timelines = await Promise.all(runs.map((runId) => readTimeline(world.db, { runId, tenantId, limit: 200 })));
  const claimants = timelines.map((timeline) => timeline.find(({ kind }) => kind === 'claimed')?.detail?.worker);
  expect(new Set(claimants).size).toBe(2);
  const used = world.counter(tenantId, 'resourceUnits');
  // Each for itself would have used twice as much.
  expect(used).toBeLessThanOrEqual(atOnce + perSecond * seconds);
  expect(used).toBeGreaterThan(0.7 * perSecond * seconds);
});

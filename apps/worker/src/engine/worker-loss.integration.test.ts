import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { findRun, readTimeline } from '@tenantry/domain';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endWorker, forkWorker } from '../testing/child-worker.ts';
import { startTestWorld, type TestWorld } from '../testing/test-world.ts';
import { expectTruth } from '../testing/truth.ts';

/** Random, and the same every time. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A page each of groups and devices, in the one request that a small directory would have come in. */
const inVain = 2;
/** Where the changes begin. It is answered like a page, and is none of the listing's. */
const deltaLink = 1;

describe.each([
  { kind: 'postgres', kills: 10 },
  { kind: 'redis', kills: 4 },
] as const)('worker processes with the queue on $kind', ({ kind, kills }) => {
  let world: TestWorld;
  const children: ChildProcess[] = [];
  const forkOne = async () => {
    const child = await forkWorker(world);
    children.push(child);
    return child;
  };
  beforeAll(async () => {
    world = await startTestWorld(kind);
  });
  afterAll(async () => {
    await Promise.all(children.map((child) => endWorker(child, 'SIGKILL')));
    await world.close();
  });

  test('may be killed at random moments of a sync of more than 100 pages, and the rows are equal to the directory', {
    timeout: 120_000,
  }, async () => {
    let child = await forkOne();
    const tenantId = await world.connect({ users: 20_000, groups: 8_000, membersPerGroup: 12 });
    await world.untilState(tenantId, 'active');
    await world.control('PATCH', `/tenants/${tenantId}/graph`, { longestPage: 200, latencyMs: 20 });
    await world.control('DELETE', '/counters');
    const runId = await world.start(tenantId, 'directory-sync');
    const random = randomFrom(kind === 'redis' ? 7 : 11);
    for (let kill = 0; kill < kills; kill += 1) {
      // Half of the kills hit the listing of users, half the groups with their members.
      const phase = kill < kills / 2 ? 'users' : 'groups';
      const before = await positionOf(world, runId);
      await expect
        .poll(() => positionOf(world, runId), { timeout: 40_000, interval: 5 })
        .toSatisfy((now: Position) => now.phase === phase && now.pages > before.pages);
      await delay(random() * 120);
      expect(await findRun(world.db, runId)).toMatchObject({ finishedAt: null, progress: { phase } });
      await endWorker(child, 'SIGKILL');
      child = await forkOne();
    }
    const run = await world.until(runId, ['succeeded', 'partial', 'failed'], 60_000);
    expect(run.state).toBe('succeeded');
    await expectTruth(world, tenantId);
    const { pages } = run.result as { pages: number };
    expect(pages).toBeGreaterThan(100);
    const asked = world.counter(tenantId, 'fullPassPages') + world.counter(tenantId, 'deltaPages');
    expect(asked).toBeLessThanOrEqual(deltaLink + inVain + pages + 2 * kills);
    const timeline = await readTimeline(world.db, { runId, tenantId, limit: 500 });
    expect(timeline.filter((entry) => entry.kind === 'worker-lost').length).toBeGreaterThan(0);
    await endWorker(child, 'SIGTERM');
  });

  test('put a run down at SIGTERM within seconds, and the next worker goes on with the very next page', {
    timeout: 60_000,
  }, async () => {
    const first = await forkOne();
    const tenantId = await world.connect({ users: 6_000, groups: 10, membersPerGroup: 5 });
    await world.untilState(tenantId, 'active');
    await world.control('PATCH', `/tenants/${tenantId}/graph`, { longestPage: 100, latencyMs: 50 });
    await world.control('DELETE', '/counters');
    const runId = await world.start(tenantId, 'directory-sync');
    await expect.poll(async () => (await positionOf(world, runId)).pages, { timeout: 30_000, interval: 10 }).toBeGreaterThan(5);
    const begun = performance.now();
    expect(await endWorker(first, 'SIGTERM')).toBe(0);
    expect(performance.now() - begun).toBeLessThan(10_000);
    expect(await findRun(world.db, runId)).toMatchObject({ state: 'waiting', attempt: 0 });
    const second = await forkOne();
    const run = await world.until(runId, ['succeeded', 'partial', 'failed']);
    expect(run.state).toBe('succeeded');
    await expectTruth(world, tenantId);
    const { pages } = run.result as { pages: number };
    expect(world.counter(tenantId, 'fullPassPages') + world.counter(tenantId, 'deltaPages')).toBe(deltaLink + inVain + pages);
    await endWorker(second, 'SIGTERM');
  });

  test('that slept through their lease write nothing when they wake', { timeout: 60_000 }, async () => {
    const sleeper = await forkOne();
    const tenantId = await world.connect({ users: 4_000, groups: 10, membersPerGroup: 5 });
    await world.untilState(tenantId, 'active');
    await world.control('PATCH', `/tenants/${tenantId}/graph`, { longestPage: 100, latencyMs: 30 });
    const runId = await world.start(tenantId, 'directory-sync');
    await expect.poll(async () => (await positionOf(world, runId)).pages, { timeout: 30_000, interval: 10 }).toBeGreaterThan(5);
    sleeper.kill('SIGSTOP');
    const other = await forkOne();
    const run = await world.until(runId, ['succeeded', 'partial', 'failed']);
    expect(run).toMatchObject({ state: 'succeeded' });
    sleeper.kill('SIGCONT');
    expect(await endWorker(sleeper, 'SIGTERM')).toBe(0);
    expect(await findRun(world.db, runId)).toEqual(run);
    await expectTruth(world, tenantId);
    await endWorker(other, 'SIGTERM');
  });
});

interface Position {
  phase: string;
  pages: number;
}

async function positionOf(world: TestWorld, runId: string): Promise<Position> {
  const progress = (await findRun(world.db, runId))?.progress;
  return { phase: progress?.phase ?? 'none', pages: progress?.pages ?? 0 };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import { findRun } from '@tenantry/domain';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findHealthProblem } from '../health.ts';
import { endWorker, forkWorker } from '../testing/child-worker.ts';
import { type SilentProxy, startSilentProxy } from '../testing/silent-proxy.ts';
import { startTestWorld, type TestWorld } from '../testing/test-world.ts';
import { expectTruth } from '../testing/truth.ts';

const second = 1000;

let world: TestWorld;
let proxy: SilentProxy;
const children: ChildProcess[] = [];
beforeAll(async () => {
  world = await startTestWorld('postgres');
  proxy = await startSilentProxy(world.emulator.url);
});
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => endWorker(child, 'SIGKILL')));
  await world.db.asFleet((tx) => tx.worker.deleteMany());
});
afterAll(async () => {
  await world.close();
  await proxy.close();
});

async function fork(changes: Record<string, string> = {}): Promise<ChildProcess> {
  const child = await forkWorker(world, changes);
  children.push(child);
  return child;
}

const healthProblem = () => findHealthProblem(world.db, hostname(), new Date());

/** Tenants connected by a worker that works, which then ends. */
async function connected(count: number): Promise<string[]> {
  const worker = await fork();
  const tenantIds = await Promise.all(Array.from({ length: count }, () => world.connect({ users: 300, groups: 5 })));
  for (const tenantId of tenantIds) await world.untilState(tenantId, 'active');
  await endWorker(worker, 'SIGTERM');
  return tenantIds;
}

describe('a worker whose Graph never answers', () => {
  test('is unhealthy within 30 s, and its runs finish on another one', { timeout: 120 * second }, async () => {
    const tenantIds = await connected(3);
    await fork({ GRAPH_BASE_URL: proxy.url });
    const begun = Date.now();
    const runs = await Promise.all(tenantIds.map((tenantId) => world.start(tenantId, 'directory-sync')));
    for (const run of runs) await world.until(run, ['running']);
    await fork();
    await expect.poll(healthProblem, { timeout: 30 * second, interval: 200 }).toContain('comes forward');
    expect(Date.now() - begun).toBeLessThan(30 * second);
    expect(await healthMain()).toBe(1);
    for (const run of runs)
      expect(await world.until(run, ['succeeded', 'partial', 'failed'])).toMatchObject({ state: 'succeeded' });
    for (const tenantId of tenantIds) await expectTruth(world, tenantId);
  });

  test('leaves slips to others while it is wedged, and takes them again when Graph answers', {
    timeout: 60 * second,
  }, async () => {
    const [first, second_, third] = (await connected(3)) as [string, string, string];
    const impatient = { TEST_WEDGED_MS: '1000', TEST_STUCK_MS: '1500' };
    const wedged = await fork({ GRAPH_BASE_URL: proxy.url, ...impatient });
    const hung = await world.start(first, 'directory-sync');
    await expect.poll(healthProblem, { timeout: 15 * second }).toContain('comes forward');
    expect(await world.until(hung, ['waiting'])).toMatchObject({ reasonCode: 'graph-timeout', claimedBy: null });

    // The wedged worker is alive and idle, and at most hands it back.
    const left = await world.start(second_, 'directory-sync');
    await fork().then(async (other) => {
      expect(await world.until(left, ['succeeded', 'partial', 'failed'])).toMatchObject({ state: 'succeeded', attempt: 0 });
      expect(await world.until(hung, ['succeeded', 'partial', 'failed'])).toMatchObject({ state: 'succeeded' });
      await endWorker(other, 'SIGTERM');
    });

    proxy.letThrough();
    const run = await world.start(third, 'verify-connection');
    expect(await world.until(run, ['succeeded', 'partial', 'failed'])).toMatchObject({ state: 'succeeded' });
    await expect.poll(healthProblem, { timeout: 15 * second }).toBeNull();
    expect(await endWorker(wedged, 'SIGTERM')).toBe(0);
    expect(await findRun(world.db, run)).toMatchObject({ state: 'succeeded' });
  });
});

/** Exit code of health-main.ts. */
async function healthMain(): Promise<number | null> {
  const path = fileURLToPath(new URL('../health-main.ts', import.meta.url));
  const child = spawn(process.execPath, [path], { env: { DATABASE_URL: world.settings.DATABASE_URL }, stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  return code;
}

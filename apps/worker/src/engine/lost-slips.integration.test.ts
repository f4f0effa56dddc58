import { once } from 'node:events';
import { connect } from 'node:net';
import { createDatabase } from '@tenantry/db';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { startTestWorld, type TestWorld } from '../testing/test-world.ts';
import { expectTruth } from '../testing/truth.ts';

describe.each(['postgres', 'redis'] as const)('with the queue on %s', (kind) => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await startTestWorld(kind, { redisDatabase: 9 });
  });
  afterAll(() => world.close());

  /** Everything the queue holds is gone: FLUSHDB, or the rows of the queue's schema. */
  async function loseEverySlip(): Promise<void> {
    if (kind === 'redis') return flush(inject('redisUrl'), 9);
    const owner = createDatabase({ url: world.ownerUrl, poolSize: 1, applicationName: 'test-owner' });
    await owner.asFleet(async (tx) => {
      await tx.$executeRaw`reset role`;
      await tx.$executeRaw`delete from bullmq.job`;
    });
    await owner.close();
  }

  test('slips that are lost before anybody took them are rung again, and lost ones of a run at work as well', async () => {
    const tenantId = await world.connect({ users: 3000, groups: 10 });
    const others = await Promise.all([1, 2, 3].map(() => world.connect({ users: 10, groups: 1 })));
    expect((await world.queue.lanesIdle()).prompt).toBe(false);
    await loseEverySlip();
    expect((await world.queue.lanesIdle()).prompt).toBe(true);

    // Half a minute later by its clock, a worker misses them.
    await world.startWorker({ now: () => new Date(Date.now() + 30_000) });
    for (const id of [tenantId, ...others]) await world.untilState(id, 'active');
    await world.control('PATCH', `/tenants/${tenantId}/graph`, { longestPage: 50, latencyMs: 60 });
    const runId = await world.start(tenantId, 'directory-sync');
    await expect.poll(() => world.counter(tenantId, 'fullPassPages'), { timeout: 20_000, interval: 10 }).toBeGreaterThan(2);
    await loseEverySlip();
    expect(await world.until(runId, ['succeeded', 'partial', 'failed'])).toMatchObject({ state: 'succeeded' });
    await expectTruth(world, tenantId);
  });
});

async function flush(redisUrl: string, database: number): Promise<void> {
  const { hostname, port } = new URL(redisUrl);
  const socket = connect(Number(port), hostname);
  socket.end(`SELECT ${database}\r\nFLUSHDB\r\n`);
  let answer = '';
  socket.on('data', (data) => {
    answer += data;
  });
  await once(socket, 'close');
  expect(answer).toBe('+OK\r\n+OK\r\n');
}

import { Queue as BullQueue } from 'bullmq';
import type { Pool } from 'pg';
import { expect, test } from 'vitest';
import { createPostgresBackEnd } from './postgres-back-end.ts';

test('queues that are given up while PostgreSQL is away leave nothing behind on the pool', async () => {
  const databaseUrl = 'postgresql://nobody@127.0.0.1:1/none';
  const backEnd = createPostgresBackEnd({ databaseUrl, role: 'ring', report: () => {} });
  const pool = backEnd.forRinging as Pool;
  for (let number = 0; number < 20; number += 1) {
    const queue = new BullQueue('bulk', { connection: backEnd.forRinging }, backEnd.factory);
    queue.on('error', () => {});
    await expect(queue.getWaitingCount()).rejects.toThrow();
    await queue.close().catch(() => {});
  }
  expect(pool.listenerCount('error')).toBe(1);
  await backEnd.close();
});

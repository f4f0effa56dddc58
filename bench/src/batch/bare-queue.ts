import { type BackendFactory, createPostgresBackend, createRedisBackend, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { Pool } from 'pg';
import type { BenchTools } from '../bench.ts';
import type { Rows } from '../rows.ts';

/** BullMQ alone, on the back end that our slips lie on: `addBulk` of so many entries, and a worker that does nothing with them. */
export async function measureBareQueue(
  { cleanup }: BenchTools,
  { redisUrl, databaseUrl }: Rows,
  { count, concurrency }: { count: number; concurrency: number },
): Promise<{ addSeconds: number; msPerJob: number }> {
  const clients: { end(): Promise<unknown> }[] = [];
  const connection = (max: number): object => {
    if (redisUrl !== undefined) {
      const redis = new Redis(redisUrl, { maxRetriesPerRequest: null });
      clients.push({ end: () => redis.quit() });
      return redis;
    }
    const pool = new Pool({ connectionString: databaseUrl, options: '-c search_path=bullmq', max });
    clients.push(pool);
    return pool;
  };
  // biome-ignore lint/suspicious/noExplicitAny: BullMQ types its two back ends apart from each other, and either may stand here
  const factory: BackendFactory<any, any> = redisUrl === undefined ? createPostgresBackend : createRedisBackend;
  const queue = new Queue('bare', { connection: connection(2) }, factory);
  const entries = Array.from({ length: count }, (_, number) => ({
    name: 'nothing',
    data: { number },
    opts: { removeOnComplete: true, removeOnFail: true },
  }));
  const addedFrom = performance.now();
  await queue.addBulk(entries);
  const addSeconds = (performance.now() - addedFrom) / 1000;

  const done = Promise.withResolvers<void>();
  let left = count;
  const workedFrom = performance.now();
  const worker = new Worker('bare', async () => undefined, { connection: connection(6), concurrency }, factory);
  worker.on('completed', () => {
    left -= 1;
    if (left === 0) done.resolve();
  });
  worker.on('error', done.reject);
  cleanup.add(async () => {
    await worker.close();
    await queue.close();
    for (const client of clients) await client.end();
  });
  await done.promise;
  return { addSeconds, msPerJob: (performance.now() - workedFrom) / count };
}

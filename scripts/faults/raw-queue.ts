import type { Lane } from '@tenantry/jobs';
import { type BackendFactory, createPostgresBackend, createRedisBackend, Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { Pool } from 'pg';

let last = 0;

/**
 * Puts anything on a lane, under an id of its own: the queue as somebody reaches it who keeps none of its rules. Opens connections for it, and
 * closes them.
 */
export async function addRaw(
  at: { redisUrl: string | undefined; databaseUrl: string },
  lane: Lane,
  contents: readonly unknown[],
): Promise<void> {
  const redis = at.redisUrl === undefined ? null : new Redis(at.redisUrl, { maxRetriesPerRequest: null });
  const pool = redis ? null : new Pool({ connectionString: at.databaseUrl, options: '-c search_path=bullmq', max: 2 });
  // biome-ignore lint/suspicious/noExplicitAny: BullMQ types its two back ends apart from each other, and either may stand here
  const factory: BackendFactory<any, any> = redis ? createRedisBackend : createPostgresBackend;
  const queue = new Queue(lane, { connection: (redis ?? pool) as object, prefix: 'tenantry' }, factory);
  // Both are taken away on purpose.
  redis?.on('error', () => undefined);
  pool?.on('error', () => undefined);
  // One that breaks in the moment it is handed out is heard by nobody else.
  pool?.on('connect', (client) => client.on('error', () => undefined));
  queue.on('error', () => undefined);
  try {
    await queue.addBulk(
      contents.map((data) => {
        last += 1;
        return { name: 'slip', data, opts: { jobId: `raw-${last}`, removeOnComplete: true, removeOnFail: true } };
      }),
    );
  } finally {
    await queue.close();
    redis?.disconnect();
    await pool?.end();
  }
}

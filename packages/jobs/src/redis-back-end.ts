import { createRedisBackend } from 'bullmq';
import { Redis } from 'ioredis';
import type { BackEnd, QueueRole, Report } from './back-end.ts';
import { placeOf, QueueError } from './queue-error.ts';

const second = 1000;

/**
 * Slips on Redis. A ringer fails at once while Redis is away (its commands would otherwise wait for the return); a worker's connection
 * retries for ever, as BullMQ demands ("Connections", docs.bullmq.io/guide/connections).
 */
export function createRedisBackEnd(options: { redisUrl: string; role: QueueRole; report: Report }): BackEnd {
  const settings = {
    maxRetriesPerRequest: null,
    connectTimeout: 5 * second,
    retryStrategy: (times: number) => Math.min(times * 100, second),
  };
  const ringing = new Redis(options.redisUrl, { ...settings, enableOfflineQueue: false });
  const working = new Redis(options.redisUrl, { ...settings, lazyConnect: true });
  for (const client of [ringing, working]) client.on('error', (error) => options.report('Redis is in trouble', { error }));

  const explain = (error: unknown) => {
    const place = placeOf(options.redisUrl, 6379);
    const remedy = 'start it, or unset REDIS_URL to keep the queue in PostgreSQL';
    return new QueueError('unreachable', `Redis does not answer at ${place}: ${remedy}.`, error);
  };

  return {
    forRinging: ringing,
    forWorking: working,
    factory: createRedisBackend,
    ping: async () => {
      try {
        await untilConnected(ringing);
        await ringing.ping();
      } catch (error) {
        throw explain(error);
      }
    },
    explain,
    close: async () => {
      ringing.disconnect();
      working.disconnect();
    },
  };
}

/** Resolves with the connection, rejects with the attempt that is under way. */
async function untilConnected(client: Redis): Promise<void> {
  if (client.status === 'ready') return;
  await new Promise<void>((resolve, reject) => {
    const end = (settle: () => void) => {
      client.off('ready', ready);
      client.off('close', closed);
      settle();
    };
    const ready = () => end(resolve);
    const closed = () => end(() => reject(new Error('the connection was refused or closed')));
    client.on('ready', ready);
    client.on('close', closed);
  });
}

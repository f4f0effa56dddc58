import { Queue as BullQueue, Worker } from 'bullmq';
import type { QueueRole, Report } from './back-end.ts';
import { createPostgresBackEnd } from './postgres-back-end.ts';
import { createRedisBackEnd } from './redis-back-end.ts';
import { type Lane, lanes, type Slip, slipId, slipSchema } from './slip.ts';
import { slipTelemetry } from './slip-telemetry.ts';

const second = 1000;
/** How long a lane may take to begin: a connection that hangs is given up earlier. */
const beginMs = 10 * second;

/** A lane that is worked. */
export interface WorkedLane {
  /** Takes no further slips until `resume`. One that was on its way may still come. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Takes no further slips, and resolves when those in hand are done with. */
  stop(): Promise<void>;
}

export interface Queue {
  /**
   * Puts slips on their lanes. Never rejects: what could not be put there is reported, and the sweep of the runs rings it again.
   */
  ring(slips: readonly Slip[]): Promise<void>;
  /** Takes slips of one lane until `stop`. @throws QueueError when the back end does not let it begin */
  work(lane: Lane, options: { concurrency: number; handle: (slip: Slip) => Promise<void> }): Promise<WorkedLane>;
  /** For each lane, whether no slip waits on it. */
  lanesIdle(): Promise<Record<Lane, boolean>>;
  /** Resolves when the back end answers. @throws QueueError with a sentence that names the remedy */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The doorbell: BullMQ on Redis when `redisUrl` is given, else on PostgreSQL.
 *
 * @param options.databaseUrl connection string of the least-privileged login
 * @param options.prefix what all keys on Redis begin with, for installations that share one
 * @param options.traced whether slips carry the context of the trace they were rung in; for processes that record traces
 * @param options.report told of slips thrown away and of trouble that passes; the standard error by default
 */
export function createQueue(options: {
  redisUrl?: string | undefined;
  databaseUrl: string;
  role: QueueRole;
  prefix?: string;
  traced?: boolean;
  report?: Report;
}): Queue {
  const { role, report = (message, detail) => console.error(message, detail) } = options;
  const prefix = options.prefix ?? 'tenantry';
  const backEnd =
    options.redisUrl === undefined
      ? createPostgresBackEnd({ databaseUrl: options.databaseUrl, role, report })
      : createRedisBackEnd({ redisUrl: options.redisUrl, role, report });
  const tracing = options.traced ? { telemetry: slipTelemetry() } : {};
  const queues = new Map<Lane, BullQueue>();
  const workers = new Set<Worker>();

  function queueOf(lane: Lane): BullQueue {
    const known = queues.get(lane);
    if (known !== undefined) return known;
    const queue = new BullQueue(
      lane,
      { connection: backEnd.forRinging, prefix, streams: { events: { maxLen: 100 } }, ...tracing },
      backEnd.factory,
    );
    queue.on('error', (error) => report('the queue is in trouble', { lane, error }));
    queues.set(lane, queue);
    return queue;
  }

  /** BullMQ remembers a first connection that failed for ever, so after a failure the next use begins with a new object. */
  async function using<T>(lane: Lane, use: (queue: BullQueue) => Promise<T>): Promise<T> {
    try {
      return await within(5 * second, use(queueOf(lane)));
    } catch (error) {
      const broken = queues.get(lane);
      queues.delete(lane);
      void broken?.close().catch(() => undefined);
      throw error;
    }
  }

  async function ringLane(lane: Lane, slips: readonly Slip[]): Promise<void> {
    if (slips.length === 0) return;
    // An entry that stays behind would make its id unusable without a word, so none does.
    const entries = slips.map((slip) => ({
      name: 'slip',
      data: slip,
      opts: { jobId: slipId(slip), attempts: 1, removeOnComplete: true, removeOnFail: true },
    }));
    const [first, ...others] = entries;
    try {
      await using<unknown>(lane, (queue) =>
        // On PostgreSQL the way for many takes several times as long for one.
        others.length === 0 && first !== undefined ? queue.add(first.name, first.data, first.opts) : queue.addBulk(entries),
      );
    } catch (error) {
      report('slips could not be put on the queue and wait for the sweep', { lane, slips: slips.length, error });
    }
  }

  return {
    ring: async (slips) => {
      await Promise.all(
        lanes.map((lane) =>
          ringLane(
            lane,
            slips.filter((slip) => slip.lane === lane),
          ),
        ),
      );
    },
    work: async (lane, { concurrency, handle }) => {
      const worker = new Worker(
        lane,
        async (entry) => {
          const slip = slipSchema.safeParse(entry.data);
          if (!slip.success) return report('a slip that is not one was thrown away', { lane, id: entry.id });
          try {
            await handle(slip.data);
          } catch (error) {
            report('a slip was dropped because its handler failed', { lane, id: entry.id, error });
          }
        },
        {
          connection: backEnd.forWorking,
          prefix,
          concurrency,
          // A killed worker's slip is back after some ten seconds instead of sixty, and however often it happens.
          lockDuration: 10 * second,
          stalledInterval: 5 * second,
          maxStalledCount: 1000,
          runRetryDelay: second,
          autorun: false,
          ...tracing,
        },
        backEnd.factory,
      );
      worker.on('error', (error) => report('the lane is in trouble', { lane, error }));
      workers.add(worker);
      // BullMQ on PostgreSQL asks for the tables once and remembers for ever that it failed: a worker that runs then asks for slips in a loop without a
      // pause, in which nothing else of the process gets its turn.
      await within(beginMs, worker.waitUntilReady()).catch((error: unknown) => {
        throw backEnd.explain(error);
      });
      worker.run().catch((error: unknown) => report('the lane is in trouble', { lane, error }));
      return {
        pause: () => worker.pause(true),
        resume: async () => worker.resume(),
        stop: async () => {
          await worker.close();
          workers.delete(worker);
        },
      };
    },
    lanesIdle: async () => {
      const idle = await Promise.all(
        lanes.map(async (lane) => [lane, (await using(lane, (queue) => queue.getWaitingCount())) === 0] as const),
      );
      return Object.fromEntries(idle) as Record<Lane, boolean>;
    },
    ping: () => backEnd.ping(),
    close: async () => {
      await Promise.all([...workers].map((worker) => worker.close()));
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      await backEnd.close();
    },
  };
}

async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${limitMs / second} s`)), limitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

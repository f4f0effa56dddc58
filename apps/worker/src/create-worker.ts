import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { assertRunnable, createDatabase } from '@tenantry/db';
import { heartbeatWorker, type Ring, retireWorker, sweep } from '@tenantry/domain';
import { createAppTokens } from '@tenantry/entra/tokens';
import { createGraph } from '@tenantry/graph';
import { createQueue, type Lane, lanes } from '@tenantry/jobs';
import { createShutdown, type Log, microsoftCloudOf, SettingsError, type workerSettings } from '@tenantry/runtime';
import type { z } from 'zod';
import { readCredential } from './directory-credential.ts';
import { repeat } from './engine/repeat.ts';
import { createSliceRunner } from './engine/slice-runner.ts';
import { createThrottleGate } from './engine/throttle-gate.ts';
import { jobs } from './jobs/jobs.ts';

const second = 1000;
/** How long slices have to come to the end of their page when the worker closes. */
const drainMs = 10 * second;

/** Tenants whose tokens one worker remembers, at about 6 KB each. A tenant beyond them costs a token request when it returns. */
const rememberedTenants = 20_000;

export type WorkerSettings = z.output<typeof workerSettings>;

export interface WorkerOptions {
  settings: WorkerSettings;
  log: Log;
  /** Clock of everything that is written and decided; leases and timers go by the machine's own. */
  now?: () => Date;
  sweepEveryMs?: number;
  /** How long a run is left alone after its worker was heard of last. */
  leaseMs?: number;
  /** What the queue's keys on Redis begin with. */
  queuePrefix?: string;
}

export interface Worker {
  readonly id: string;
  /** Puts what is under way down at the end of its page, and closes everything in reverse. Safe to call again. */
  close(reason: string): Promise<void>;
}

/**
 * Starts a worker: lanes that take slips, and the timers that every worker runs.
 *
 * @throws SettingsError, DatabaseError or QueueError that says what to mend; nothing is left open then
 */
export async function createWorker(options: WorkerOptions): Promise<Worker> {
  const { settings, log, now = () => new Date() } = options;
  const id = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  const shutdown = createShutdown(log);
  try {
    await start(id, { ...options, now }, shutdown);
  } catch (error) {
    await shutdown.now('the worker could not start');
    throw error;
  }
  log.info({ worker: id, concurrency: settings.WORKER_CONCURRENCY }, 'the worker takes slips');
  return { id, close: (reason) => shutdown.now(reason) };
}

type Started = WorkerOptions & { now: () => Date };

async function start(id: string, options: Started, shutdown: ReturnType<typeof createShutdown>): Promise<void> {
  const { settings, log, now } = options;
  const { tokens, graph } = microsoftOf(options);

  const concurrency = settings.WORKER_CONCURRENCY;
  const db = createDatabase({
    url: settings.DATABASE_URL,
    poolSize: Math.min(concurrency + 4, 20),
    applicationName: 'tenantry-worker',
  });
  shutdown.add('database', () => db.close());
  await assertRunnable(db, { signInHost: new URL(settings.ENTRA_BASE_URL).host, directoryClientId: settings.ENTRA_CLIENT_ID });

  const queue = createQueue({
    redisUrl: settings.REDIS_URL,
    databaseUrl: settings.DATABASE_URL,
    role: 'work',
    report: (message, detail) => log.warn(detail, message),
    ...(options.queuePrefix === undefined ? {} : { prefix: options.queuePrefix }),
  });
  shutdown.add('queue', () => queue.close());
  await queue.ping();

  const ring: Ring = (slips) => queue.ring(slips);
  const gate = createThrottleGate(now);
  const leaseMs = options.leaseMs ?? 15 * second;
  const runner = createSliceRunner({ db, tokens, graph, gate, jobs, workerId: id, ring, now, log, leaseMs });
  shutdown.add('worker row', () => retireWorker(db, id));
  const concurrencyOf: Record<Lane, number> = { prompt: Math.max(2, Math.ceil(concurrency / 2)), bulk: concurrency };
  const working = lanes.map((lane) => queue.work(lane, { concurrency: concurrencyOf[lane], handle: runner.run }));
  shutdown.add('lanes', async () => {
    runner.drain();
    const impatience = setTimeout(() => runner.abort(), drainMs);
    await Promise.all(working.map((lane) => lane.stop()));
    clearTimeout(impatience);
  });

  const sweeping = repeat(
    'the sweep',
    options.sweepEveryMs ?? 2 * second,
    async () => {
      const idleLanes = await queue.lanesIdle().catch(() => ({ prompt: false, bulk: false }));
      const slips = await sweep(db, { now: now(), idleLanes });
      if (slips.length > 0) await queue.ring(slips);
    },
    log,
  );
  const beating = repeat(
    'the heartbeat of the worker',
    5 * second,
    () => heartbeatWorker(db, { id, host: hostname(), pid: process.pid, running: runner.running(), now: now() }),
    log,
  );
  shutdown.add('timers', () => Promise.all([sweeping.stop(), beating.stop()]));
}

/** Tokens and Graph, by the settings. Opens nothing. */
function microsoftOf({ settings, now }: Started) {
  const credential = readCredential(
    {
      secret: settings.ENTRA_CLIENT_SECRET,
      certificatePath: settings.ENTRA_CLIENT_CERTIFICATE_PATH,
      federatedTokenFile: settings.ENTRA_FEDERATED_TOKEN_FILE,
    },
    '',
  );
  const nextCredential = readCredential(
    {
      secret: settings.ENTRA_CLIENT_SECRET_NEXT,
      certificatePath: settings.ENTRA_CLIENT_CERTIFICATE_PATH_NEXT,
      federatedTokenFile: settings.ENTRA_FEDERATED_TOKEN_FILE_NEXT,
    },
    '_NEXT',
  );
  if (credential === null) throw new SettingsError(['ENTRA_CLIENT_SECRET: no credential is set']);
  const tokens = createAppTokens({
    entraBaseUrl: settings.ENTRA_BASE_URL,
    clientId: settings.ENTRA_CLIENT_ID,
    credential,
    ...(nextCredential === null ? {} : { nextCredential }),
    graphResource: microsoftCloudOf(settings).graphResource,
    maxTenants: rememberedTenants,
    now,
  });
  return { tokens, graph: createGraph({ baseUrl: settings.GRAPH_BASE_URL, now }) };
}

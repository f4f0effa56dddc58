import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { assertRunnable, createDatabase, readClock } from '@tenantry/db';
import { heartbeatWorker, purge, type Ring, retireWorker, sweep } from '@tenantry/domain';
import { createAppTokens } from '@tenantry/entra/tokens';
import { createGraph } from '@tenantry/graph';
import { createQueue, type Lane, lanes, type WorkedLane } from '@tenantry/jobs';
import {
  createShutdown,
  detached,
  isTraced,
  type Log,
  microsoftCloudOf,
  SettingsError,
  startTelemetry,
  startWorkerMetrics,
  type workerSettings,
} from '@tenantry/runtime';
import type { z } from 'zod';
import { readCredential } from './directory-credential.ts';
import { createBudget } from './engine/budget.ts';
import { createObserver, type Observer } from './engine/observer.ts';
import { createPageTurns } from './engine/page-turns.ts';
import { reachable } from './engine/reachable.ts';
import { repeat } from './engine/repeat.ts';
import { createSharedClock } from './engine/shared-clock.ts';
import { createSliceRunner } from './engine/slice-runner.ts';
import { createSliceWatch, type Patience } from './engine/slice-watch.ts';
import { createThrottleGate } from './engine/throttle-gate.ts';
import { createWedgeGuard } from './engine/wedge-guard.ts';
import { jobs } from './jobs/jobs.ts';

const second = 1000;
const minute = 60 * second;
/** How long slices have to come to the end of their page when the worker closes. */
const drainMs = 10 * second;
/** How long all of it may take: a database that does not answer holds nobody up. What is left then is left to its lease. */
const closeMs = 13 * second;

/**
 * A slice that nothing answers is given up, before the time limit of a request, so that it is the slice's end and not one of many failures. A
 * worker with none but such slices takes no slips from a little earlier on: they are worked off elsewhere, and its health says so within 30 s.
 */
const patience: Patience = { wedgedMs: 20 * second, stuckMs: 25 * second };

/** How long one purge may take; a worker that closes waits for it. */
const purgeMs = 2 * second;

/** Tenants whose tokens one worker remembers, at about 6 KB each. A tenant beyond them costs a token request when it returns. */
const rememberedTenants = 20_000;

export type WorkerSettings = z.output<typeof workerSettings>;

export interface WorkerOptions {
  settings: WorkerSettings;
  log: Log;
  /** Clock of everything that is written and decided. Default: the database's, which all workers share. Timers go by the machine's own. */
  now?: () => Date;
  sweepEveryMs?: number;
  /** How long a run is left alone after its worker was heard of last. */
  leaseMs?: number;
  /** Share of Graph's quotas that all workers together may use; the rest is for other programs of the same registration. Default: 1. */
  budgetShare?: number;
  /** How long slices may be silent. */
  patience?: Patience;
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
  const { settings, log } = options;
  const id = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  const shutdown = createShutdown(log);
  try {
    await start(id, options, shutdown);
  } catch (error) {
    // What is away now may also keep us from closing.
    await within(closeMs, shutdown.now('the worker could not start'), () => log.warn({ worker: id }, 'closing took too long'));
    throw error;
  }
  log.info({ worker: id, concurrency: settings.WORKER_CONCURRENCY }, 'the worker takes slips');
  return {
    id,
    close: (reason) => within(closeMs, shutdown.now(reason), () => log.warn({ worker: id }, 'closing took too long')),
  };
}

async function start(id: string, options: WorkerOptions, shutdown: ReturnType<typeof createShutdown>): Promise<void> {
  const { settings, log } = options;
  const sharedClock = createSharedClock(() => readClock(db));
  const now = options.now ?? sharedClock.now;
  shutdown.add('telemetry', await startTelemetry({ serviceName: 'tenantry-worker', settings, log }));
  const watch = createSliceWatch(options.patience ?? patience, now);
  const metrics = await startWorkerMetrics({ settings, running: () => watch.running() });
  shutdown.add('metrics', () => metrics.close());
  const observer = createObserver(metrics.meter, Object.keys(jobs));
  const { tokens, graph } = microsoftOf({ settings, now }, observer);

  const concurrency = settings.WORKER_CONCURRENCY;
  const db = createDatabase({
    url: settings.DATABASE_URL,
    poolSize: Math.min(2 * concurrency + 4, 30),
    applicationName: 'tenantry-worker',
  });
  shutdown.add('database', () => db.close());
  await assertRunnable(db, { signInHost: new URL(settings.ENTRA_BASE_URL).host, directoryClientId: settings.ENTRA_CLIENT_ID });
  // The first answers come over a new connection, and under the load of a start.
  for (let asked = 0; asked < 3; asked += 1) await sharedClock.adjust();

  const queue = createQueue({
    redisUrl: settings.REDIS_URL,
    databaseUrl: settings.DATABASE_URL,
    role: 'work',
    traced: isTraced(settings),
    report: (message, detail) => log.warn(detail, message),
    ...(options.queuePrefix === undefined ? {} : { prefix: options.queuePrefix }),
  });
  shutdown.add('queue', () => queue.close());
  await queue.ping();

  const ring: Ring = (slips) => detached(() => queue.ring(slips));
  const gate = createThrottleGate(now);
  const budget = createBudget(db, {
    share: options.budgetShare ?? 1,
    now,
    report: (error) => log.warn({ error }, 'the budget that workers share was not corrected'),
  });
  const leaseMs = options.leaseMs ?? 15 * second;
  const runner = createSliceRunner({
    ...{
      db,
      tokens,
      graph,
      gate,
      budget,
      turns: createPageTurns(),
      jobs,
      workerId: id,
      ring,
      now,
      log,
      leaseMs,
      watch,
      observer,
    },
    handsBack: () => guard.closed(),
  });
  shutdown.add('worker row', () => retireWorker(db, id));
  const concurrencyOf: Record<Lane, number> = {
    prompt: Math.max(2, Math.ceil(concurrency / 2)),
    bulk: concurrency,
    long: concurrency,
  };
  const working: WorkedLane[] = [];
  const drained = async () => {
    runner.drain();
    const impatience = setTimeout(() => runner.abort(), drainMs);
    await Promise.all(working.map((lane) => lane.stop()));
    clearTimeout(impatience);
  };

  const sweeping = repeat(
    'the sweep',
    options.sweepEveryMs ?? 2 * second,
    async () => {
      const idleLanes = await queue.lanesIdle().catch(() => ({ prompt: false, bulk: false, long: false }));
      const slips = await sweep(db, {
        now: now(),
        idleLanes,
        report: (message, detail) => log['error' in detail ? 'error' : 'info'](detail, message),
      });
      if (slips.length > 0) await queue.ring(slips);
    },
    log,
  );
  const beat = () =>
    heartbeatWorker(db, {
      ...{ id, host: hostname(), pid: process.pid, running: watch.running(), now: now() },
      ...{ workedAt: watch.workedAt(), wedgedAt: watch.wedgedAt() },
    });
  const beating = repeat(
    'the heartbeat of the worker',
    5 * second,
    async () => {
      await sharedClock.adjust();
      await beat();
    },
    log,
  );
  const guard = createWedgeGuard({
    watch,
    lanes: working,
    reachable: () => reachable(db, { entraBaseUrl: settings.ENTRA_BASE_URL, graphBaseUrl: settings.GRAPH_BASE_URL }),
    onChange: (closed) => {
      if (closed)
        log.error({ worker: id }, 'no slice comes forward, so the worker takes no slips until Microsoft and the database answer');
      else log.info({ worker: id }, 'the worker takes slips again');
    },
  });
  const watching = repeat(
    'the watch over the slices',
    second,
    async () => {
      const before = watch.wedgedAt();
      guard.turn();
      if (watch.wedgedAt() !== before) await beat();
    },
    log,
  );
  const purging = repeat(
    'the purge',
    minute,
    async () => {
      const purged = await purge(db, now(), purgeMs);
      if (purged !== null) log.info({ purged }, 'what retention no longer keeps was deleted');
    },
    log,
  );
  const timers = [sweeping, beating, watching, purging];
  shutdown.add('lanes and timers', () => Promise.all([drained(), ...timers.map((timer) => timer.stop())]));
  for (const lane of lanes) working.push(await queue.work(lane, { concurrency: concurrencyOf[lane], handle: runner.run }));
}

/** Tokens and Graph, by the settings. Opens nothing. */
function microsoftOf({ settings, now }: { settings: WorkerSettings; now: () => Date }, observer: Observer) {
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
    onRequest: observer.token,
    now,
  });
  return { tokens, graph: createGraph({ baseUrl: settings.GRAPH_BASE_URL, now }) };
}

/** Waits for something, but no longer than `limitMs`. */
async function within(limitMs: number, work: Promise<void>, onLate: () => void): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(() => resolve(onLate()), limitMs);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}

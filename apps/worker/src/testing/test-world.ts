import { randomUUID } from 'node:crypto';
import { createDatabase, type Database } from '@tenantry/db';
import { createTestDatabase, type TestDatabase, testInstallation } from '@tenantry/db/testing';
import {
  type Actor,
  type ConnectionState,
  findRun,
  findTenant,
  type RunDetail,
  type RunState,
  startRuns,
} from '@tenantry/domain';
import { addCustomer, directoryRegistrationClientId, type Emulator, type NewCustomer, startEmulator } from '@tenantry/emulator';
import { createQueue, migrateQueue, type Queue } from '@tenantry/jobs';
import { createLog } from '@tenantry/runtime';
import { expect, inject, vi } from 'vitest';
import { createWorker, type Worker, type WorkerOptions, type WorkerSettings } from '../create-worker.ts';
import { connectTenant } from './connect-tenant.ts';

const operator: Actor = { kind: 'operator', id: '00000000-0000-4000-8000-00000000000a', name: 'Test operator' };

export type QueueKind = 'redis' | 'postgres';

/** A whole installation for one test file: emulator, database, queue, and as many workers as are started. */
export interface TestWorld {
  emulator: Emulator;
  db: Database;
  queue: Queue;
  settings: WorkerSettings;
  queuePrefix: string;
  /** Connection string of the database's owner. */
  ownerUrl: string;
  /** A worker in this process. */
  startWorker(options?: Partial<WorkerOptions>): Promise<Worker>;
  /** A new customer whose consent has returned. */
  connect(customer: NewCustomer, options?: { now?: () => Date }): Promise<string>;
  /** Resolves when the connection is in the state. */
  untilState(tenantId: string, state: ConnectionState): Promise<void>;
  /** Starts a job and gives the run's id. */
  start(tenantId: string, job: string, params?: object, now?: Date): Promise<string>;
  /** Resolves with the run when it is in one of the states. */
  until(runId: string, states: RunState[], timeoutMs?: number): Promise<RunDetail>;
  /** Starts a directory-sync and waits for its end. */
  sync(tenantId: string, params?: object): Promise<RunDetail>;
  /** A control of the emulator, by HTTP. */
  control(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<unknown>;
  counter(tenantId: string, name: string): number;
  close(): Promise<void>;
}

/** @param options.redisDatabase number of the Redis database, for a test that empties it */
export async function startTestWorld(kind: QueueKind, options: { redisDatabase?: number } = {}): Promise<TestWorld> {
  const emulator = await startEmulator({ customers: 'none' });
  const database = await createTestDatabase();
  await migrateQueue({ ownerUrl: database.ownerUrl, appUrl: database.url });
  await moveTo(database, new URL(emulator.url).host);
  const queuePrefix = `test-${randomUUID()}`;
  const redisUrl = kind === 'redis' ? new URL(`/${options.redisDatabase ?? 0}`, inject('redisUrl')).href : undefined;
  const settings: WorkerSettings = {
    DATABASE_URL: database.url,
    REDIS_URL: redisUrl,
    ENTRA_BASE_URL: emulator.url,
    GRAPH_BASE_URL: emulator.url,
    ENTRA_CLIENT_ID: directoryRegistrationClientId,
    ENTRA_CLIENT_SECRET: 'demo-directory-secret',
    LOG_LEVEL: 'fatal',
    WORKER_CONCURRENCY: 4,
  };
  const log = createLog({ name: 'worker', level: process.env.TEST_LOG_LEVEL ?? 'fatal' });
  const queue = createQueue({ redisUrl, databaseUrl: database.url, role: 'ring', prefix: queuePrefix });
  const db = database.database;
  const workers: Worker[] = [];

  const world: TestWorld = {
    emulator,
    db,
    queue,
    settings,
    queuePrefix,
    ownerUrl: database.ownerUrl,
    startWorker: async (wish = {}) => {
      const worker = await createWorker({ settings, log, sweepEveryMs: 200, queuePrefix, ...wish });
      workers.push(worker);
      return worker;
    },
    connect: async (customer, wish = {}) => {
      const { tenantId } = addCustomer(emulator.world, customer);
      const approve = () =>
        world.control('POST', `/tenants/${tenantId}/service-principals/${directoryRegistrationClientId}/grant`, {});
      await connectTenant(db, queue.ring, { tenantId, approve, ...wish });
      return tenantId;
    },
    untilState: async (tenantId, state) => {
      await vi.waitFor(async () => expect((await findTenant(db, tenantId))?.state).toBe(state), {
        timeout: 30_000,
        interval: 50,
      });
    },
    start: async (tenantId, job, params = {}, now = new Date()) => {
      const started = await startRuns(db, queue.ring, {
        job,
        params,
        selection: { kind: 'tenants', tenantIds: [tenantId] },
        actor: operator,
        trigger: 'operator',
        now,
      });
      const runId = started.kind === 'started' ? started.runIds[0] : undefined;
      if (runId === undefined) throw new Error(`the run was not started: ${JSON.stringify(started)}`);
      return runId;
    },
    until: (runId, states, timeout = 50_000) =>
      vi.waitFor(
        async () => {
          const run = await findRun(db, runId);
          if (run === null || !states.includes(run.state)) throw new Error(`the run is ${JSON.stringify(run)}`);
          return run;
        },
        { timeout, interval: 50 },
      ),
    sync: async (tenantId, params) =>
      world.until(await world.start(tenantId, 'directory-sync', params), ['succeeded', 'partial', 'failed']),
    control: async (method, path, body) => {
      const response = await fetch(`${emulator.url}/_emulator${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return text === '' ? undefined : JSON.parse(text);
    },
    counter: (tenantId, name) => emulator.world.requests.counter(tenantId, name),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.close('the test is over')));
      await queue.close();
      await database.drop();
      await emulator.close();
    },
  };
  return world;
}

/** The template database belongs to another sign-in host; nothing but a test may change that. */
async function moveTo(database: TestDatabase, signInHost: string): Promise<void> {
  const owner = createDatabase({ url: database.ownerUrl, poolSize: 1, applicationName: 'test-owner' });
  await owner.asFleet(async (tx) => {
    await tx.$executeRaw`reset role`;
    await tx.$executeRaw`update installation set sign_in_host = ${signInHost} where sign_in_host = ${testInstallation.signInHost}`;
  });
  await owner.close();
}

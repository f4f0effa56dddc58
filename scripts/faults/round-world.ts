import { setTimeout as delay } from 'node:timers/promises';
import { createDatabase, type Database } from '@tenantry/db';
import { findTenant, type Ring, startRuns } from '@tenantry/domain';
import { addCustomer, directoryRegistrationClientId, type Emulator, startEmulator } from '@tenantry/emulator';
import { createQueue } from '@tenantry/jobs';
import { connectTenant } from '@tenantry/worker/testing';
import type { Dice } from './dice.ts';
import { type EarlyCall, watchEarlyCalls } from './early-calls.ts';
import { type Fleet, startFleet } from './fleet.ts';
import { type BackEndName, type Services, startServices } from './services.ts';

const second = 1000;
const secret = 'demo-directory-secret';
const actor = { kind: 'operator' as const, id: '00000000-0000-4000-8000-00000000000a', name: 'Fault round' };

export interface RoundSize {
  tenants: number;
  /** Users of the largest tenant. */
  mostUsers: number;
  workers: number;
}

/** A whole installation that can be hurt: emulator, services, worker processes, and customers that are connected. */
export interface RoundWorld {
  emulator: Emulator;
  services: Services;
  db: Database;
  ring: Ring;
  fleet: Fleet;
  tenantIds: string[];
  /** Objects that were ever deleted in a directory, by any change. */
  everDeleted: Set<string>;
  earlyCalls: readonly EarlyCall[];
  /** The time by the clocks of emulator, workers and rows. */
  now(): Date;
  /** Ends every worker, lets time pass, and begins with new ones whose clocks are right. */
  letTimePass(ms: number): Promise<void>;
  /** Starts directory-sync for all customers as one batch. */
  syncAll(params: { fullPass: boolean }): Promise<void>;
  /** A control of the emulator, by HTTP. */
  control<T = unknown>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<T>;
  close(): Promise<void>;
}

export async function startRoundWorld(backEnd: BackEndName, size: RoundSize, dice: Dice): Promise<RoundWorld> {
  const endings: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const end of endings.splice(0).reverse()) await end();
  };
  try {
    const emulator = await startEmulator({ customers: 'none', host: '127.0.0.1', seed: dice.between(1, 1e6) });
    endings.push(() => emulator.close());
    const signInHost = new URL(emulator.url).host;
    const services = await startServices(backEnd, { signInHost, directoryClientId: directoryRegistrationClientId });
    endings.push(() => services.stop());
    const { databaseUrl, redisUrl } = services;
    const db = createDatabase({ url: databaseUrl, poolSize: 4, applicationName: 'faults' });
    endings.push(() => db.close());
    const queue = createQueue({ redisUrl, databaseUrl, role: 'ring', report: () => undefined });
    endings.push(() => queue.close());
    const env = environmentOf(emulator.url, services);
    let aheadMs = 0;
    const begin = () => startFleet({ size: size.workers, env, aheadMs });
    let fleet = begin();
    endings.push(() => fleet.close());

    const world: RoundWorld = {
      ...{
        emulator,
        services,
        db,
        ring: queue.ring,
        tenantIds: [],
        everDeleted: new Set(),
        earlyCalls: watchEarlyCalls(emulator),
        close,
      },
      get fleet() {
        return fleet;
      },
      now: () => new Date(Date.now() + aheadMs),
      letTimePass: async (ms) => {
        await fleet.close();
        const before = fleet.problems();
        aheadMs += ms;
        emulator.world.clock.advance(ms);
        const next = begin();
        fleet = { ...next, problems: () => [...before, ...next.problems()] };
        await fleet.allReady();
      },
      syncAll: async (params) => {
        const wish = { job: 'directory-sync', params, selection: { kind: 'all' as const }, actor, trigger: 'operator' as const };
        const started = await startRuns(db, queue.ring, { ...wish, now: world.now() });
        if (started.kind !== 'started') throw new Error(`a batch was refused: ${JSON.stringify(started)}`);
      },
      control: async (method, path, body) => {
        const response = await fetch(`${emulator.url}/_emulator${path}`, {
          method,
          ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
        });
        const text = await response.text();
        if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
        return text === '' ? undefined : JSON.parse(text);
      },
    };
    await fleet.allReady();
    await connectCustomers(world, size, dice);
    return world;
  } catch (error) {
    await close();
    throw error;
  }
}

function environmentOf(emulatorUrl: string, { databaseUrl, redisUrl }: Services): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
    ENTRA_BASE_URL: emulatorUrl,
    GRAPH_BASE_URL: emulatorUrl,
    ENTRA_CLIENT_ID: directoryRegistrationClientId,
    ENTRA_CLIENT_SECRET: secret,
    LOG_LEVEL: process.env.FAULTS_LOG_LEVEL ?? 'fatal',
    WORKER_CONCURRENCY: '4',
  };
}

/** Customers of mixed sizes, most of them small, each read in many small pages. */
async function connectCustomers(world: RoundWorld, size: RoundSize, dice: Dice): Promise<void> {
  const { emulator, db, ring, tenantIds } = world;
  for (let number = 0; number < size.tenants; number += 1) {
    const users = Math.round(3 + (size.mostUsers - 3) * dice.next() ** 4);
    const groups = dice.between(1, 1 + Math.round(users / 15));
    const { tenantId } = addCustomer(emulator.world, { users, groups, membersPerGroup: dice.between(1, 12), seed: number + 1 });
    tenantIds.push(tenantId);
    const pages = {
      longestPage: dice.between(5, 5 + Math.ceil(users / 10)),
      deltaPageSize: dice.between(5, 60),
      latencyMs: dice.between(5, 60),
    };
    await world.control('PATCH', `/tenants/${tenantId}/graph`, pages);
    const approve = () =>
      world.control('POST', `/tenants/${tenantId}/service-principals/${directoryRegistrationClientId}/grant`, {});
    await connectTenant(db, ring, { tenantId, approve });
  }
  for (const tenantId of tenantIds) {
    for (const deadline = Date.now() + 30 * second; (await findTenant(db, tenantId))?.state !== 'active'; await delay(50)) {
      if (Date.now() > deadline) throw new Error(`the customer ${tenantId} did not become active`);
    }
  }
}

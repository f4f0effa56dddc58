import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '@tenantry/db';
import { readOverview } from '@tenantry/domain';
import { nodeFlags } from '@tenantry/worker/node-flags';
import type { Child } from './child.ts';
import { childEnvironment } from './child-environment.ts';
import type { DataFolder } from './data-folder.ts';
import type { RunningDatabase } from './database.ts';
import type { Flags } from './flags.ts';
import { type Plan, portalPart, workerPart } from './plan.ts';
import type { Processes } from './processes.ts';
import { StartError } from './start-error.ts';
import { nextCommand } from './web-build.ts';

const readyWithinMs = 60_000;
const quiet = '--disable-warning=ExperimentalWarning';
/** Two megabytes: a consent callback with an endless address still gets our page, instead of Node's bare 431 at 16 KB. */
const longAddresses = '--max-http-header-size=2097152';

/** Starts the emulated Microsoft, which goes on where it left off. */
export async function startEmulator(processes: Processes, flags: Flags, data: DataFolder, plan: Plan): Promise<void> {
  const own = ['--port', String(flags.emulatorPort), '--portal', plan.portalUrl, '--tenants', String(flags.tenants)];
  const args = [quiet, 'packages/emulator/src/main.ts', ...own, '--state', data.emulatorState];
  const emulator = await processes.start({ name: 'emulator', args, env: childEnvironment() });
  await untilReady(emulator, () => answers(`${plan.emulatorUrl}/_emulator/openapi.json`));
}

/** Starts the worker, and waits until it takes work. */
export async function startWorker(processes: Processes, plan: Plan, database: RunningDatabase, db: Database): Promise<void> {
  const settings = { ...workerPart(plan.settings), DATABASE_URL: database.url, ...redisOf(plan) };
  const args = [quiet, ...nodeFlags, 'apps/worker/src/main.ts'];
  const worker = await processes.start({ name: 'worker', args, env: childEnvironment(settings) });
  await untilReady(worker, async () => (await readOverview(db, new Date())).workers.some(({ pid }) => pid === worker.pid));
}

/** Starts the portal on loopback, and waits until it says that it is ready. */
export async function startPortal(processes: Processes, flags: Flags, plan: Plan, database: RunningDatabase): Promise<void> {
  const settings = { ...portalPart(plan.settings), DATABASE_URL: database.url, ...redisOf(plan) };
  const command = nextCommand('start', '--hostname', '127.0.0.1', '--port', String(flags.port));
  const args = [longAddresses, ...command.args];
  const portal = await processes.start({ name: 'portal', ...command, args, env: childEnvironment(settings) });
  await untilReady(portal, () => answers(`http://127.0.0.1:${flags.port}/api/ready`));
}

const redisOf = (plan: Plan): Record<string, string> => (plan.redisUrl === null ? {} : { REDIS_URL: plan.redisUrl });

async function untilReady(child: Child, isReady: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + readyWithinMs; Date.now() < deadline; await delay(100)) {
    if (child.hasEnded()) throw child.obituary();
    if (await isReady()) return;
  }
  throw new StartError(`The ${child.name} was not ready within ${readyWithinMs / 1000} seconds.`, child.tail());
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

import type { BenchTools } from './bench.ts';
import { connectTenants } from './connect-tenants.ts';
import type { NewTenant } from './emulator.ts';
import { type EmulatorProcess, startEmulatorProcess } from './emulator.ts';
import type { NodeProgram } from './node-program.ts';
import { type Rows, startRows } from './rows.ts';
import { startWorker } from './worker.ts';

/** A whole installation: emulator, PostgreSQL and workers in processes of their own, the portal's part in this one. */
export interface Installation extends Rows {
  emulator: EmulatorProcess;
  workers: NodeProgram[];
  /** Makes a customer and connects it: consent by the domain's own functions, proof by a worker. */
  connect(tenant: NewTenant): Promise<void>;
}

/**
 * @param wish.workers how many worker processes; default 1
 * @param wish.concurrency slices at once of each; default the worker's own
 * @param wish.redis whether the queue is on a Redis of its own; default on PostgreSQL
 * @param wish.program another program than the worker's own
 */
export async function startInstallation(
  tools: BenchTools,
  wish: { workers?: number; concurrency?: number; redis?: boolean; program?: string; env?: Record<string, string> } = {},
): Promise<Installation> {
  const emulator = await startEmulatorProcess(tools);
  const { workers: count = 1, redis = false, ...how } = wish;
  const rows = await startRows(tools, { signInHost: new URL(emulator.url).host, redis });
  const workers: NodeProgram[] = [];
  while (workers.length < count) workers.push(await startWorker(tools, { rows, emulatorUrl: emulator.url, ...how }));
  return { ...rows, emulator, workers, connect: (tenant) => connectTenants({ ...rows, emulator }, [tenant]) };
}

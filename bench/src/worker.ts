import { nodeFlags } from '@tenantry/worker/node-flags';
import type { BenchTools } from './bench.ts';
import { registration } from './emulator.ts';
import { type NodeProgram, startNodeProgram } from './node-program.ts';
import type { Rows } from './rows.ts';

/** The worker as it ships, in a process of its own. Resolves when it takes slips. */
export async function startWorker(
  { cleanup }: Pick<BenchTools, 'cleanup'>,
  at: { rows: Rows; emulatorUrl: string; concurrency?: number; program?: string; env?: Record<string, string> },
): Promise<NodeProgram> {
  const { rows, emulatorUrl } = at;
  const worker = startNodeProgram(at.program ?? 'apps/worker/src/main.ts', {
    flags: nodeFlags,
    env: {
      DATABASE_URL: rows.databaseUrl,
      ...(rows.redisUrl === undefined ? {} : { REDIS_URL: rows.redisUrl }),
      ENTRA_BASE_URL: emulatorUrl,
      GRAPH_BASE_URL: emulatorUrl,
      ENTRA_CLIENT_ID: registration.clientId,
      ENTRA_CLIENT_SECRET: registration.secret,
      LOG_LEVEL: 'info',
      ...(at.concurrency === undefined ? {} : { WORKER_CONCURRENCY: String(at.concurrency) }),
      ...at.env,
    },
  });
  cleanup.add(() => worker.stop());
  await worker.printed(/the worker takes slips/);
  return worker;
}

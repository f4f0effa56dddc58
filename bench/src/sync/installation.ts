import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase, type Database, migrate } from '@tenantry/db';
import { findTenant, type Ring } from '@tenantry/domain';
import { createQueue, migrateQueue } from '@tenantry/jobs';
import { startPostgres } from '@tenantry/scripts/services';
import { connectTenant } from '@tenantry/worker/testing';
import pg from 'pg';
import type { BenchTools } from '../bench.ts';
import { type EmulatorProcess, registration, startEmulatorProcess } from '../emulator.ts';
import { startNodeProgram } from '../node-program.ts';
import { until } from '../until.ts';

const second = 1000;

/** A whole installation: emulator, PostgreSQL and worker in processes of their own, portal's part in this one. */
export interface Installation {
  emulator: EmulatorProcess;
  db: Database;
  ring: Ring;
  /** The superuser's connection: empties tables, and is what the sample writes with. */
  owner: pg.Client;
  workerPid: number;
  /** Makes a customer and connects it: consent by the domain's own functions, proof by the worker. */
  connect(tenant: { tenantId: string; users: number; groups: number; membersPerGroup: number }): Promise<void>;
}

export async function startInstallation(tools: BenchTools): Promise<Installation> {
  const { cleanup } = tools;
  const emulator = await startEmulatorProcess(tools);
  const folder = await mkdtemp(join(tmpdir(), 'tenantry-bench-'));
  cleanup.add(() => rm(folder, { recursive: true, force: true }));
  // When we are root PostgreSQL runs as another user, who passes through here.
  await chmod(folder, 0o711);
  const password = 'bench';
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), password });
  cleanup.add(() => postgres.stop());
  await postgres.createDatabaseIfMissing('bench');
  const ownerUrl = postgres.url('bench');
  const appUrl = `postgresql://tenantry_app:${password}@127.0.0.1:${postgres.port}/bench`;
  await migrate({ ownerUrl, appUrl, signInHost: new URL(emulator.url).host, directoryClientId: registration.clientId });
  await migrateQueue({ ownerUrl, appUrl });

  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  cleanup.add(() => owner.end());
  const db = createDatabase({ url: appUrl, poolSize: 2, applicationName: 'bench' });
  cleanup.add(() => db.close());
  const queue = createQueue({ databaseUrl: appUrl, role: 'ring' });
  cleanup.add(() => queue.close());

  const worker = startNodeProgram('apps/worker/src/main.ts', {
    env: {
      DATABASE_URL: appUrl,
      ENTRA_BASE_URL: emulator.url,
      GRAPH_BASE_URL: emulator.url,
      ENTRA_CLIENT_ID: registration.clientId,
      ENTRA_CLIENT_SECRET: registration.secret,
      LOG_LEVEL: 'info',
    },
  });
  cleanup.add(() => worker.stop());
  await worker.printed(/the worker takes slips/);

  return {
    emulator,
    db,
    ring: queue.ring,
    owner,
    workerPid: worker.pid,
    async connect(tenant) {
      const { tenantId } = tenant;
      await emulator.addTenant(tenant);
      await connectTenant(db, queue.ring, { tenantId, approve: () => emulator.grant(tenantId) });
      await until('the connection is active', 30 * second, async () => (await findTenant(db, tenantId))?.state === 'active');
    },
  };
}

import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase, type Database, migrate } from '@tenantry/db';
import type { Ring } from '@tenantry/domain';
import { createQueue, migrateQueue, type Queue } from '@tenantry/jobs';
import { startPostgres, startRedis } from '@tenantry/scripts/services';
import pg from 'pg';
import type { BenchTools } from './bench.ts';
import { registration } from './emulator.ts';

/** An empty, migrated database in a PostgreSQL of its own, and the queue on it or on a Redis of its own. */
export interface Rows {
  /** Of the least-privileged login. */
  databaseUrl: string;
  redisUrl: string | undefined;
  db: Database;
  queue: Queue;
  ring: Ring;
  /** The superuser's connection: fills and empties tables. */
  owner: pg.Client;
  ownerUrl: string;
}

/**
 * @param wish.signInHost whose sign-in service the rows belong to
 * @param wish.poolSize most connections of `db`; default 2
 */
export async function startRows(
  { cleanup }: Pick<BenchTools, 'cleanup'>,
  wish: { signInHost: string; redis?: boolean; poolSize?: number },
): Promise<Rows> {
  const folder = await mkdtemp(join(tmpdir(), 'tenantry-bench-'));
  cleanup.add(() => rm(folder, { recursive: true, force: true }));
  // When we are root PostgreSQL runs as another user, who passes through here.
  await chmod(folder, 0o711);
  const password = 'bench';
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), password });
  cleanup.add(() => postgres.stop());
  await postgres.createDatabaseIfMissing('bench');
  const ownerUrl = postgres.url('bench');
  const databaseUrl = `postgresql://tenantry_app:${password}@127.0.0.1:${postgres.port}/bench`;
  await migrate({ ownerUrl, appUrl: databaseUrl, signInHost: wish.signInHost, directoryClientId: registration.clientId });
  await migrateQueue({ ownerUrl, appUrl: databaseUrl });

  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  cleanup.add(() => owner.end());
  const db = createDatabase({ url: databaseUrl, poolSize: wish.poolSize ?? 2, applicationName: 'bench' });
  cleanup.add(() => db.close());
  const redis = wish.redis ? await startRedis() : undefined;
  if (redis) cleanup.add(() => redis.stop());
  const redisUrl = redis?.url;
  const queue = createQueue({ redisUrl, databaseUrl, role: 'work' });
  cleanup.add(() => queue.close());
  return { databaseUrl, redisUrl, db, queue, ring: queue.ring, owner, ownerUrl };
}

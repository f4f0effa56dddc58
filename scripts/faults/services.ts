import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '@tenantry/db';
import { migrateQueue } from '@tenantry/jobs';
import pg from 'pg';
import { startPostgres, stopLeftover } from '../services/postgres.ts';
import { startRedis } from '../services/redis.ts';

/** Where the queue lies. */
export type BackEndName = 'postgres' | 'redis';

/** PostgreSQL, and Redis where the queue lies there, that can be taken away and brought back at the same address. */
export interface Services {
  databaseUrl: string;
  ownerUrl: string;
  redisUrl: string | undefined;
  /** PostgreSQL dies as in a crash of its own, and comes back. */
  restartPostgres(): Promise<void>;
  /** Redis comes back empty. */
  restartRedis(): Promise<void>;
  /** Every slip is gone: FLUSHALL, or the rows of the queue. */
  loseSlips(): Promise<void>;
  stop(): Promise<void>;
}

const password = 'faults';

/** Starts them and makes an empty installation there. */
export async function startServices(
  backEnd: BackEndName,
  installation: { signInHost: string; directoryClientId: string },
): Promise<Services> {
  const folder = await mkdtemp(join(tmpdir(), 'tenantry-faults-'));
  // When we are root PostgreSQL runs as another user, who passes through here.
  await chmod(folder, 0o711);
  const dataDir = join(folder, 'postgres');
  let postgres = await startPostgres({ dataDir, password, throwaway: true });
  let redis = backEnd === 'redis' ? await startRedis() : null;
  const { port } = postgres;
  await postgres.createDatabaseIfMissing('faults');
  const ownerUrl = postgres.url('faults');
  const databaseUrl = `postgresql://tenantry_app:${password}@127.0.0.1:${port}/faults`;
  const redisUrl = redis?.url;
  await migrate({ ownerUrl, appUrl: databaseUrl, ...installation });
  await migrateQueue({ ownerUrl, appUrl: databaseUrl });
  // What was committed must outlive the server's crash, whatever a throwaway server trades away.
  await asOwner(ownerUrl, 'alter database faults set synchronous_commit = on');

  return {
    databaseUrl,
    ownerUrl,
    redisUrl,
    restartPostgres: async () => {
      await stopLeftover(dataDir);
      postgres = await startPostgres({ dataDir, password, throwaway: true, port });
    },
    restartRedis: async () => {
      if (redis === null || redisUrl === undefined) return;
      await redis.stop();
      redis = await startRedis({ port: Number(new URL(redisUrl).port) });
    },
    loseSlips: async () => {
      if (redisUrl === undefined) await asOwner(ownerUrl, 'delete from bullmq.job');
      else await flushAll(redisUrl);
    },
    stop: async () => {
      await redis?.stop();
      await stopLeftover(dataDir);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function asOwner(connectionString: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function flushAll(redisUrl: string): Promise<void> {
  const { hostname, port } = new URL(redisUrl);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.end('FLUSHALL\r\n'));
    socket.on('error', reject);
    socket.on('close', () => resolve());
    socket.resume();
  });
}

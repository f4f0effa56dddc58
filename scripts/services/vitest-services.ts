import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '@tenantry/db';
import { type ProvidedPostgres, testInstallation } from '@tenantry/db/testing';
import type { TestProject } from 'vitest/node';
import { type Postgres, startPostgres, stopLeftover } from './postgres.ts';
import { startRedis } from './redis.ts';

const prefix = 'tenantry-test-';
const template = 'tenantry_template';

/** Global setup of the integration tests: one PostgreSQL with a migrated template database, and one Redis. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeLeftovers();
  const folder = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
  // When we are root PostgreSQL runs as another user, who passes through here.
  await chmod(folder, 0o711);
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), password: 'test', throwaway: true });
  const stop = [() => rm(folder, { recursive: true, force: true }), () => postgres.stop()];
  const stopAll = async () => {
    for (const one of stop.reverse()) await one();
  };
  try {
    const redis = await startRedis();
    stop.push(() => redis.stop());
    project.provide('redisUrl', redis.url);
    project.provide('postgres', await migratedTemplate(postgres));
  } catch (error) {
    await stopAll();
    throw error;
  }
  return stopAll;
}

async function migratedTemplate(postgres: Postgres): Promise<ProvidedPostgres> {
  const [ownerUrl, appUrl] = ['postgres', 'tenantry_app'].map(
    (user) => `postgresql://${user}:test@127.0.0.1:${postgres.port}`,
  ) as [string, string];
  await postgres.createDatabaseIfMissing(template);
  await migrate({ ownerUrl: `${ownerUrl}/${template}`, appUrl: `${appUrl}/${template}`, ...testInstallation });
  return { ownerUrl, appUrl, template };
}

/** What test runs that were killed left behind: their process id is in the folder's name. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length), 10) : Number.NaN;
    if (Number.isNaN(pid) || isAlive(pid)) continue;
    await stopLeftover(join(tmpdir(), name, 'postgres'));
    await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}

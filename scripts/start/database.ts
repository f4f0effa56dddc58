import { createDatabase, type Database, DatabaseError, migrate } from '@tenantry/db';
import { createQueue, migrateQueue } from '@tenantry/jobs';
import { type Postgres, startPostgres } from '../services/index.ts';
import type { DataFolder } from './data-folder.ts';
import type { Plan } from './plan.ts';
import { StartError } from './start-error.ts';

export interface RunningDatabase {
  /** Name under which secrets that belong to this database are kept. */
  name: string;
  url: string;
  ownerUrl: string;
  /** The server, when it is ours. */
  postgres: Postgres | null;
}

/** The database of the settings, or the one in the data folder, whose server is started. The demo has one of its own. */
export async function provideDatabase(plan: Plan, data: DataFolder): Promise<RunningDatabase> {
  if (plan.database !== null) {
    const { url, ownerUrl } = plan.database;
    return { name: new URL(url).host + new URL(url).pathname, url, ownerUrl, postgres: null };
  }
  const { postgresPassword, appPassword } = data.secrets;
  const postgres = await startPostgres({ dataDir: data.postgres, password: postgresPassword }).catch((error: Error) => {
    throw new StartError('PostgreSQL could not be started.', error.message, error);
  });
  const name = plan.mode === 'demo' ? 'tenantry_demo' : 'tenantry';
  await postgres.createDatabaseIfMissing(name);
  return {
    name,
    url: `postgresql://tenantry_app:${appPassword}@127.0.0.1:${postgres.port}/${name}`,
    ownerUrl: postgres.url(name),
    postgres,
  };
}

/**
 * Brings rows and queue to the newest migration.
 *
 * @throws StartError with one sentence and its remedy
 */
export async function migrateDatabase(database: RunningDatabase, plan: Plan): Promise<void> {
  const { url, ownerUrl } = database;
  const { ENTRA_BASE_URL = 'https://login.microsoftonline.com', ENTRA_CLIENT_ID = '' } = plan.settings;
  try {
    await migrate({ ownerUrl, appUrl: url, signInHost: new URL(ENTRA_BASE_URL).host, directoryClientId: ENTRA_CLIENT_ID });
    await migrateQueue({ ownerUrl, appUrl: url });
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    if (database.postgres && error.code === 'other-installation') {
      const belongs = error.message.split(': point')[0];
      throw new StartError(
        'The data folder has rows of another installation: choose another with --data, or --fresh.',
        `${belongs}.`,
        error,
      );
    }
    throw new StartError(error.message, '', error);
  }
}

/** Looks whether Redis answers. Throws StartError with the remedy when it does not. */
export async function askRedis(redisUrl: string): Promise<void> {
  const queue = createQueue({ redisUrl, databaseUrl: 'postgresql://localhost', role: 'ring', report: () => undefined });
  try {
    await queue.ping();
  } catch (error) {
    throw new StartError((error as Error).message, '', error);
  } finally {
    await queue.close();
  }
}

/** Our own connection, as the least-privileged login. */
export const connect = (database: RunningDatabase): Database =>
  createDatabase({ url: database.url, poolSize: 2, applicationName: 'tenantry-start' });

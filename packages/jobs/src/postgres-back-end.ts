import { createPostgresBackend, SchemaMigrationRequiredError, SchemaVersionMismatchError } from 'bullmq';
import { Pool } from 'pg';
import type { BackEnd, QueueRole, Report } from './back-end.ts';
import { placeOf, QueueError } from './queue-error.ts';

/** The PostgreSQL schema that BullMQ's own objects live in. */
export const queueSchema = 'bullmq';

const second = 1000;

/**
 * Slips on PostgreSQL. Each lane that is worked holds one connection of the pool for LISTEN, so a worker's pool has room for both and
 * for the statements beside them.
 */
export function createPostgresBackEnd(options: { databaseUrl: string; role: QueueRole; report: Report }): BackEnd {
  const pool = new Pool({
    connectionString: options.databaseUrl,
    // Without it every call fails with "function add_job … does not exist".
    options: `-c search_path=${queueSchema}`,
    application_name: `tenantry-queue-${options.role}`,
    max: options.role === 'work' ? 8 : 2,
    connectionTimeoutMillis: 5 * second,
    keepAlive: true,
  });
  pool.on('error', (error) => options.report('the queue lost a connection to PostgreSQL', { error }));
  // Every queue and worker of BullMQ would listen too and never stop, also those that were given up because PostgreSQL was away.
  const listen = pool.on.bind(pool) as (event: string, listener: () => void) => Pool;
  pool.on = ((event: string, listener: () => void) => (event === 'error' ? pool : listen(event, listener))) as Pool['on'];
  // A connection may break in the moment it is handed out, when neither the pool nor its user listens; unheard, the error would end the process.
  pool.on('connect', (client) => client.on('error', () => {}));

  return {
    forRinging: pool,
    forWorking: pool,
    factory: createPostgresBackend,
    ping: async () => {
      try {
        await pool.query('select max(version) from migration');
      } catch (error) {
        throw explain(error, options.databaseUrl);
      }
    },
    explain: (error) => explain(error, options.databaseUrl),
    close: () => pool.end(),
  };
}

/** PostgreSQL's codes for a missing table, a missing schema and a missing right (PostgreSQL documentation, appendix A). */
const notMigrated = ['42P01', '3F000', '42501'];

function explain(error: unknown, databaseUrl: string): QueueError {
  const place = placeOf(databaseUrl, 5432);
  if (error instanceof SchemaVersionMismatchError) {
    const remedy = 'start the version of Tenantry that migrated them';
    return new QueueError(
      'not-migrated',
      `The queue's tables in the database at ${place} are of a newer version: ${remedy}.`,
      error,
    );
  }
  return error instanceof SchemaMigrationRequiredError || notMigrated.includes(String((error as { code?: unknown }).code))
    ? new QueueError('not-migrated', `The queue's tables are missing in the database at ${place}: run the migrations.`, error)
    : new QueueError('unreachable', `PostgreSQL does not answer at ${place}: start it, or correct DATABASE_URL.`, error);
}

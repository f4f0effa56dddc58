import { runMigrations } from 'bullmq';
import { Client } from 'pg';
import { queueSchema } from './postgres-back-end.ts';

/** Any number that nobody else locks in this database. */
const migrationLock = 7_263_541;

/**
 * Makes or updates BullMQ's own objects in the schema `bullmq` and lets the login role of `appUrl` use them. Safe to repeat and to run
 * from several processes at once.
 *
 * @param options.ownerUrl login that may create a schema
 * @param options.appUrl the login of portal and worker; the role must exist
 */
export async function migrateQueue(options: { ownerUrl: string; appUrl: string }): Promise<void> {
  const client = new Client({ connectionString: options.ownerUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await runMigrations(client, queueSchema);
    const role = client.escapeIdentifier(decodeURIComponent(new URL(options.appUrl).username));
    // BullMQ makes a sequence for each queue at its first slip, hence `create`.
    await client.query(`
      grant usage, create on schema ${queueSchema} to ${role};
      grant select, insert, update, delete on all tables in schema ${queueSchema} to ${role};
      grant usage, select on all sequences in schema ${queueSchema} to ${role};
      grant execute on all functions in schema ${queueSchema} to ${role};
    `);
  } finally {
    await client.end();
  }
}

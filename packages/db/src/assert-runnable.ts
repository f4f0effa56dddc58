import type { Database, Tx } from './database.ts';
import { DatabaseError } from './errors.ts';
import { type Installation, refuseOther } from './installation.ts';
import { migrationNames } from './migrations.ts';

const migrateFirst = 'run `node packages/db/src/migrate-main.ts` with DATABASE_OWNER_URL and DATABASE_URL set.';

/**
 * For the start of a process: throws DatabaseError unless this login is held by the row-level policies (no superuser, no BYPASSRLS,
 * no owner of a table, no inherited role: `over-privileged`), every migration is in (`not-migrated`) and the rows belong to `installation`
 * (`other-installation`). Also `unreachable` and `login-refused`.
 */
export async function assertRunnable(database: Database, installation: Installation): Promise<void> {
  await database.ping();
  const recorded = await database
    .asFleet(async (tx) => {
      await refuseOverPrivileged(tx);
      await refuseMissingMigrations(tx);
      return tx.installation.findUnique({ where: { id: 1 } });
    })
    .catch((error) => {
      if (error instanceof DatabaseError) throw error;
      throw new DatabaseError('not-migrated', `The database is not ready for this login: ${migrateFirst}`, error);
    });
  if (!recorded) throw new DatabaseError('not-migrated', `The database does not say whose rows it holds: ${migrateFirst}`);
  refuseOther(recorded, installation);
}

async function refuseOverPrivileged(tx: Tx): Promise<void> {
  const [login] = await tx.$queryRaw<{ passes: boolean; owns: boolean; inherits: boolean }[]>`
    select
      rolsuper or rolbypassrls as passes,
      exists (
        select from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and pg_has_role(session_user, relowner, 'member')
      ) as owns,
      pg_has_role(session_user, 'tenantry_tenant', 'usage') or pg_has_role(session_user, 'tenantry_fleet', 'usage') as inherits
    from pg_roles where rolname = session_user`;
  const fault = login?.passes
    ? 'is a superuser or has BYPASSRLS'
    : login?.owns
      ? 'owns tables'
      : login?.inherits
        ? 'inherits the rights of its roles'
        : null;
  if (!fault) return;
  throw new DatabaseError(
    'over-privileged',
    `The user of DATABASE_URL ${fault}, so row-level policies would not hold it: give DATABASE_URL a user of its own and run the migrations, which create it.`,
  );
}

async function refuseMissingMigrations(tx: Tx): Promise<void> {
  const done = await tx.$queryRaw<{ migration_name: string }[]>`
    select migration_name from _prisma_migrations where finished_at is not null and rolled_back_at is null`;
  const missing = migrationNames.filter((name) => !done.some((row) => row.migration_name === name));
  if (missing.length > 0)
    throw new DatabaseError('not-migrated', `The database lacks the migration ${missing.join(', ')}: ${migrateFirst}`);
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { DatabaseError, translateError } from './errors.ts';
import { type Installation, recordInstallation, refuseOtherInstallation } from './installation.ts';
import { admitLogin, refuseWeakOwner } from './login.ts';
import { migrationNames } from './migrations.ts';
import { openSchemaEngine } from './schema-engine.ts';

const lockKey = 7_265_236_742_379;
const lockWaitMs = 120_000;
const attempts = 5;
// Roles belong to the whole server, so two databases that migrate at once may touch one role: 23505, 42710, or XX000 "tuple concurrently updated".
const collision = /^(23505|42710|40001|40P01|XX000)$/;

/**
 * Brings the database at `ownerUrl` to the newest migration, lets the login of `appUrl` in (made with its password if it does not exist)
 * and records which sign-in host and directory registration the rows belong to. All of it is one transaction: a crash leaves nothing half done.
 * May run repeatedly and from several processes at once. `applied` names the migrations that were missing. `_prisma_migrations` is kept
 * as `prisma migrate deploy` keeps it. Prisma's engine leaves a timer that keeps a process for up to 10 s: a program that is done exits by itself. Throws DatabaseError (`unreachable`, `login-refused`, `unsupported-server`, `owner-too-weak`,
 * `over-privileged`, `other-installation`, `migration-failed`).
 */
export async function migrate(options: { ownerUrl: string; appUrl: string } & Installation): Promise<{ applied: string[] }> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await migrateOnce(options);
    } catch (error) {
      if (attempt === attempts || !collision.test(String((error as { code?: unknown }).code))) throw translateError(error);
    }
  }
}

async function migrateOnce(options: { ownerUrl: string; appUrl: string } & Installation): Promise<{ applied: string[] }> {
  // One connection that never idles out, so that the engine works inside the transaction opened here.
  const pool = new pg.Pool({
    connectionString: options.ownerUrl,
    max: 1,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: 20_000,
    application_name: 'tenantry migrate',
  });
  pool.on('error', () => {});
  try {
    await refuseOldServer(pool);
    await pool.query('begin');
    await pool.query(`set local lock_timeout = ${lockWaitMs}`);
    await pool.query('select pg_advisory_xact_lock($1)', [lockKey]);
    await refuseOtherInstallation(pool, options);
    await refuseWeakOwner(pool);
    const applied = await applyMigrations(pool);
    await admitLogin(pool, options);
    await recordInstallation(pool, options);
    await pool.query('commit');
    return { applied };
  } finally {
    // Ends the transaction too, when it was not committed.
    await pool.end();
  }
}

async function refuseOldServer(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query(`select current_setting('server_version_num')::int >= 160000 as new_enough`);
  if (!rows[0].new_enough) {
    throw new DatabaseError(
      'unsupported-server',
      'PostgreSQL is older than 16, which cannot grant a role without its rights: upgrade the server.',
    );
  }
}

async function applyMigrations(pool: pg.Pool): Promise<string[]> {
  // Looked up here and not above, because a bundled server, which never migrates, has no such folder.
  const prismaFolder = join(import.meta.dirname, '../../../prisma');
  const datamodel = await readFile(join(prismaFolder, 'schema.prisma'), 'utf8');
  const scripts = await Promise.all(
    migrationNames.map(async (name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok' as const, value: await readFile(join(prismaFolder, 'migrations', name, 'migration.sql'), 'utf8') },
      },
    })),
  );
  const engine = await openSchemaEngine(pool, datamodel);
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: {
        baseDir: join(prismaFolder, 'migrations'),
        lockfile: {
          path: 'migration_lock.toml',
          content: await readFile(join(prismaFolder, 'migrations/migration_lock.toml'), 'utf8'),
        },
        shadowDbInitScript: '',
        migrationDirectories: scripts,
      },
      filters: { externalTables: [], externalEnums: [] },
    });
    return appliedMigrationNames;
  } catch (error) {
    throw new DatabaseError(
      'migration-failed',
      'A migration failed and nothing of it was kept: the cause names the statement to mend.',
      error,
    );
  } finally {
    engine.free();
  }
}

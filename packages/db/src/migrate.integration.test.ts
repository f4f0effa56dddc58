import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { assertRunnable } from './assert-runnable.ts';
import { createDatabase } from './database.ts';
import { migrate } from './migrate.ts';
import { migrationNames } from './migrations.ts';
import { openSchemaEngine } from './schema-engine.ts';
import { testInstallation } from './testing/index.ts';

const prismaFolder = new URL('../../../prisma/', import.meta.url);
const names: string[] = [];
const roles: string[] = [];

async function asOwner(database: string, statement: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: `${inject('postgres').ownerUrl}/${database}` });
  await client.connect();
  return client.query(statement).finally(() => client.end());
}

/** An empty database and the settings for it. */
async function emptyDatabase() {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asOwner('postgres', `create database ${name}`);
  names.push(name);
  const { ownerUrl, appUrl } = inject('postgres');
  return { name, ownerUrl: `${ownerUrl}/${name}`, appUrl: `${appUrl}/${name}`, ...testInstallation };
}

/** A login of this test file with the given rights. */
async function createLogin(rights: string): Promise<string> {
  const name = `login_${randomUUID().slice(0, 8)}`;
  await asOwner('postgres', `create role ${name} login password 'test' ${rights}`);
  roles.push(name);
  return name;
}

const as = (login: string, url: string) => Object.assign(new URL(url), { username: login, password: 'test' }).href;

async function runnable(url: string, installation = testInstallation): Promise<unknown> {
  const database = createDatabase({ url, poolSize: 1, applicationName: 'test' });
  return assertRunnable(database, installation)
    .then(
      () => 'runnable',
      (error) => error,
    )
    .finally(() => database.close());
}

afterAll(async () => {
  for (const name of names) await asOwner('postgres', `drop database ${name} with (force)`);
  for (const role of roles) await asOwner('postgres', `drop role if exists ${role}`);
});

describe('migrating', () => {
  test('the second time finds nothing to do, and the login can run', async () => {
    const options = await emptyDatabase();
    expect(await migrate(options)).toEqual({ applied: migrationNames });
    expect(await migrate(options)).toEqual({ applied: [] });
    expect(await runnable(options.appUrl)).toBe('runnable');
  });

  test('three at once apply each migration once', async () => {
    const options = await emptyDatabase();
    const all = await Promise.all([migrate(options), migrate(options), migrate(options)]);
    expect(all.flatMap(({ applied }) => applied)).toEqual(migrationNames);
  });

  test('several databases at once, with a login that none of them has yet, all succeed', async () => {
    const login = `login_${randomUUID().slice(0, 8)}`;
    const databases = await Promise.all([emptyDatabase(), emptyDatabase(), emptyDatabase()]);
    await Promise.all(databases.map((options) => migrate({ ...options, appUrl: as(login, options.appUrl) })));
    for (const { appUrl } of databases) expect(await runnable(as(login, appUrl))).toBe('runnable');
    for (const { name } of databases) await asOwner('postgres', `drop database ${name} with (force)`);
    names.splice(-3);
    roles.push(login);
  });

  test('leaves Prisma’s own record of every migration, finished and with the checksum of its file', async () => {
    const options = await emptyDatabase();
    await migrate(options);
    const { rows } = await asOwner(
      options.name,
      'select migration_name, checksum, finished_at is not null as finished, rolled_back_at from _prisma_migrations order by 1',
    );
    const expected = await Promise.all(
      migrationNames.map(async (name) => {
        const script = await readFile(new URL(`migrations/${name}/migration.sql`, prismaFolder));
        const digest = Buffer.from(await crypto.subtle.digest('SHA-256', script)).toString('hex');
        return { migration_name: name, checksum: digest, finished: true, rolled_back_at: null };
      }),
    );
    expect(rows).toEqual(expected);
  });

  test('a migration that fails leaves nothing behind, and the next try succeeds', async () => {
    const options = await emptyDatabase();
    await asOwner(options.name, 'create table worker (id int)');
    await expect(migrate(options)).rejects.toMatchObject({ code: 'migration-failed' });
    const { rows } = await asOwner(options.name, `select tablename from pg_tables where schemaname = 'public'`);
    expect(rows).toEqual([{ tablename: 'worker' }]);
    await asOwner(options.name, 'drop table worker');
    expect(await migrate(options)).toEqual({ applied: migrationNames });
  });

  test('an owner who is no superuser but may create roles can migrate, and its login can run', async () => {
    const owner = await createLogin('createrole');
    const options = await emptyDatabase();
    await asOwner('postgres', `alter database ${options.name} owner to ${owner}`);
    await asOwner('postgres', `grant tenantry_tenant, tenantry_fleet to ${owner} with admin true, inherit false, set false`);
    const login = `login_${randomUUID().slice(0, 8)}`;
    const appUrl = as(login, options.appUrl);
    await asOwner(options.name, `alter schema public owner to ${owner}`);
    await migrate({ ...options, ownerUrl: as(owner, options.ownerUrl), appUrl });
    expect(await migrate({ ...options, ownerUrl: as(owner, options.ownerUrl), appUrl })).toEqual({ applied: [] });
    expect(await runnable(appUrl)).toBe('runnable');
    await asOwner('postgres', `drop database ${options.name} with (force)`);
    names.pop();
    // The owner's grants go before the owner.
    roles.unshift(login);
  });

  test('an owner who may not grant the roles is told what an administrator has to run', async () => {
    const owner = await createLogin('createrole');
    const options = await emptyDatabase();
    await asOwner(options.name, `alter schema public owner to ${owner}`);
    const login = await createLogin('');
    const error = await migrate({ ...options, ownerUrl: as(owner, options.ownerUrl), appUrl: as(login, options.appUrl) }).catch(
      (thrown) => thrown,
    );
    expect(error).toMatchObject({ code: 'owner-too-weak' });
    expect(error.message).toContain(`GRANT tenantry_tenant, tenantry_fleet TO "${login}" WITH INHERIT FALSE, SET TRUE`);
    expect((await asOwner(options.name, `select from pg_tables where schemaname = 'public'`)).rowCount).toBe(0);
    await asOwner('postgres', `drop database ${options.name} with (force)`);
    names.pop();
  });

  test('a database of another installation is refused and left as it is', async () => {
    const options = await emptyDatabase();
    await migrate(options);
    for (const change of [{ signInHost: 'login.microsoftonline.com' }, { directoryClientId: randomUUID() }]) {
      await expect(migrate({ ...options, ...change })).rejects.toMatchObject({ code: 'other-installation' });
    }
    expect((await asOwner(options.name, 'select sign_in_host from installation')).rows).toEqual([
      { sign_in_host: testInstallation.signInHost },
    ]);
  });

  test('one user for both addresses is refused', async () => {
    const options = await emptyDatabase();
    await expect(migrate({ ...options, appUrl: options.ownerUrl })).rejects.toMatchObject({ code: 'over-privileged' });
  });

  test('a server that is away and a wrong password are told apart', async () => {
    const options = await emptyDatabase();
    await expect(migrate({ ...options, ownerUrl: 'postgresql://a:b@127.0.0.1:1/x' })).rejects.toMatchObject({
      code: 'unreachable',
    });
    await expect(migrate({ ...options, ownerUrl: as('nobody', options.ownerUrl) })).rejects.toMatchObject({
      code: 'login-refused',
    });
  });
});

describe('starting on a database', () => {
  let options: Awaited<ReturnType<typeof emptyDatabase>>;
  beforeAll(async () => {
    options = await emptyDatabase();
    await migrate(options);
  });

  test('a superuser, a login that passes policies, an owner of a table and a login that inherits are refused', async () => {
    const passing = await createLogin('bypassrls');
    const owning = await createLogin('');
    const inheriting = await createLogin('');
    for (const login of [passing, owning])
      await asOwner('postgres', `grant tenantry_tenant, tenantry_fleet to ${login} with inherit false, set true`);
    await asOwner('postgres', `grant tenantry_tenant, tenantry_fleet to ${inheriting}`);
    const owned = await emptyDatabase();
    await migrate(owned);
    await asOwner(owned.name, `create table extra (id int); alter table extra owner to ${owning}`);
    expect(await runnable(options.ownerUrl)).toMatchObject({
      code: 'over-privileged',
      message: expect.stringContaining('superuser'),
    });
    expect(await runnable(as(passing, options.appUrl))).toMatchObject({
      code: 'over-privileged',
      message: expect.stringContaining('BYPASSRLS'),
    });
    expect(await runnable(as(owning, owned.appUrl))).toMatchObject({
      code: 'over-privileged',
      message: expect.stringContaining('owns tables'),
    });
    expect(await runnable(as(inheriting, options.appUrl))).toMatchObject({
      code: 'over-privileged',
      message: expect.stringContaining('inherits'),
    });
    await asOwner(owned.name, 'drop table extra');
  });

  test('a database of another installation is refused', async () => {
    expect(await runnable(options.appUrl, { ...testInstallation, signInHost: 'login.microsoftonline.com' })).toMatchObject({
      code: 'other-installation',
    });
  });

  test('a database without migrations, or with one missing, is refused', async () => {
    expect(await runnable((await emptyDatabase()).appUrl)).toMatchObject({ code: 'not-migrated' });
    await asOwner(options.name, 'update _prisma_migrations set finished_at = null');
    expect(await runnable(options.appUrl)).toMatchObject({
      code: 'not-migrated',
      message: expect.stringContaining(migrationNames[0] ?? ''),
    });
    await asOwner(options.name, 'update _prisma_migrations set finished_at = now()');
  });

  test('a login that was never let in is refused', async () => {
    expect(await runnable(as(await createLogin(''), options.appUrl))).toMatchObject({ code: 'not-migrated' });
  });
});

describe('prisma/', () => {
  test('the list of migrations is what stands in the folder', async () => {
    const folders = (await readdir(new URL('migrations/', prismaFolder), { withFileTypes: true })).filter((entry) =>
      entry.isDirectory(),
    );
    expect(migrationNames).toEqual(folders.map(({ name }) => name).sort());
  });

  test('the migrations make what schema.prisma says, and beyond it only the indexes and checks that it cannot say', async () => {
    const migrated = await emptyDatabase();
    await migrate(migrated);
    const datamodel = await readFile(new URL('schema.prisma', prismaFolder), 'utf8');
    const fromSchema = await emptyDatabase();
    await asOwner(fromSchema.name, await scriptFor(fromSchema.ownerUrl, datamodel));
    const [made, wanted] = [await describeRows(migrated.name), await describeRows(fromSchema.name)];
    expect(wanted.filter((line) => !made.includes(line))).toEqual([]);
    expect(made.filter((line) => !wanted.includes(line)).map((line) => line.split(':')[0])).toEqual([
      'constraint fleet_state_one_row',
      'constraint installation_one_row',
      'index alert_open_key',
      'index batch_open_idx',
      'index run_deadline_idx',
      'index run_due_idx',
      'index run_expected_idx',
      'index run_finished_idx',
      'index run_heartbeat_idx',
      'index run_held_idx',
      'index run_kept_results_idx',
      'index run_lease_idx',
      'index run_newest_end_idx',
      'index run_one_of_schedule_key',
      'index run_one_proof_key',
      'index run_rung_idx',
      'index run_unfinished_idx',
      'index schedule_due_idx',
    ]);
  });
});

/** The SQL with which Prisma's engine would make the datamodel in an empty database. */
async function scriptFor(url: string, content: string): Promise<string> {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const engine = await openSchemaEngine(pool, content);
  const { stdout } = await engine.diff({
    from: { tag: 'empty' },
    to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  engine.free();
  await pool.end();
  return stdout ?? '';
}

/** Columns, enums, constraints and indexes, a line each. */
async function describeRows(database: string): Promise<string[]> {
  const { rows } = await asOwner(
    database,
    `select format('column %s.%s: %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid)) as line
       from pg_class c join pg_attribute a on a.attrelid = c.oid left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and c.relname <> '_prisma_migrations'
     union all select format('enum %s: %s', enumtypid::regtype, string_agg(enumlabel, ',' order by enumsortorder)) from pg_enum group by enumtypid
     union all select format('constraint %s: %s %s', conname, conrelid::regclass, pg_get_constraintdef(oid)) from pg_constraint
      where connamespace = 'public'::regnamespace and contype <> 'n' and conrelid <> coalesce(to_regclass('_prisma_migrations')::oid, 0)
     union all select format('index %s: %s', indexname, indexdef) from pg_indexes where schemaname = 'public' and tablename <> '_prisma_migrations'
     order by 1`,
  );
  return rows.map(({ line }) => line);
}

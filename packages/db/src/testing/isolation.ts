import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** Tables without a tenant key under a policy, and why each may do without. */
const listed: Record<string, string> = {
  _prisma_migrations: 'names of migrations',
  installation: 'one row about the whole database',
  fleet_state: 'one row about the whole fleet',
  invitation: 'made before it is known who will follow it',
  session:
    'tenant_id names where the person comes from, which for an operator is no customer; read by its id before any tenant is known',
  api_key: "the ISV's own, for all tenants",
  batch: 'one wish for many tenants; what it does to each stands in run',
  schedule: 'one wish for many tenants; what it does to each stands in run',
  alert: 'for operators alone; tenant_id says whom it is about, and often nobody',
  job_setting: 'about a job, for all tenants',
  graph_budget: 'how much may be asked of Graph; its scopes are no data of a tenant, and every worker reads them all',
  worker: 'processes of ours',
};
/** Entries about no tenant at all have none; those that have one stand under the policy. */
const nullableKey = ['audit'];
/** What stands in the customers' directories: no business of the fleet role. */
const isHiddenFromFleet = (table: string) => table === 'run_log' || table === 'run_result' || table.startsWith('directory_');

type Table = { name: string; hasKey: boolean; keyNotNull: boolean; protected: boolean; forced: boolean; insert: string };

/**
 * Everything that would let one tenant's rows be seen or changed by another, or hide a tenant's rows from the roles that need them; empty
 * when all is well. Reads the tables from pg_class, so a new one is checked too. Writes rows of two tenants into every table: only for a
 * database that is thrown away. Throws when the connection of `url` could pass the policies, because then it proves nothing.
 */
export async function findIsolationViolations({ ownerUrl, url }: { ownerUrl: string; url: string }): Promise<string[]> {
  const [owner, app] = [ownerUrl, url].map((connectionString) => new pg.Client({ connectionString })) as [pg.Client, pg.Client];
  await Promise.all([owner.connect(), app.connect()]);
  try {
    await provePowerless(app);
    const tables = await readTables(app);
    const [ours, theirs] = [randomUUID(), randomUUID()];
    // tenant comes first, because others refer to it.
    const guarded = tables
      .filter(({ name, hasKey }) => hasKey && !(name in listed))
      .sort((a, b) => Number(b.name === 'tenant') - Number(a.name === 'tenant'));
    const violations = tables.flatMap(faultsOfShape);
    for (const table of guarded) {
      table.insert = await insertStatement(owner, table.name);
      for (const tenantId of [ours, theirs]) await owner.query(table.insert, [tenantId]);
    }
    for (const { name } of tables) violations.push(...(await faultsWithoutRole(app, name)));
    for (const { name } of tables.filter((table) => table.name in listed)) violations.push(...(await faultsOfListed(app, name)));
    for (const table of guarded) {
      violations.push(
        ...(await faultsAsTenant(app, table, ours, theirs)),
        ...(await faultsAsFleet(app, table.name, ours, theirs)),
      );
    }
    return violations;
  } finally {
    await Promise.all([owner.end(), app.end()]);
  }
}

async function provePowerless(app: pg.Client): Promise<void> {
  const { rows } = await app.query(
    `select rolname from pg_roles where (rolsuper or rolbypassrls) and rolname in (session_user, 'tenantry_tenant', 'tenantry_fleet')
     union all select relname from pg_class where relnamespace = 'public'::regnamespace and pg_has_role(session_user, relowner, 'member')`,
  );
  if (rows.length > 0)
    throw new Error('The connection that checks isolation could pass the policies, so it would prove nothing.');
}

async function readTables(app: pg.Client): Promise<Table[]> {
  const { rows } = await app.query<Table>(
    `select c.relname as name, a.attname is not null as "hasKey", coalesce(a.attnotnull, false) as "keyNotNull",
            c.relrowsecurity as protected, c.relforcerowsecurity as forced, '' as insert
     from pg_class c left join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
     where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace order by 1`,
  );
  return rows;
}

function faultsOfShape(table: Table): string[] {
  if (table.name in listed) return [];
  if (!table.hasKey) return [`${table.name} has no tenant_id and is not on the list`];
  return [
    ...(table.keyNotNull || nullableKey.includes(table.name) ? [] : [`${table.name}.tenant_id may be null`]),
    ...(table.protected ? [] : [`${table.name} has no row-level security`]),
    ...(table.forced ? [] : [`${table.name} does not force row-level security on its owner`]),
  ];
}

/** Inserts a row of the tenant `$1` with a value in each column that must have one. */
async function insertStatement(owner: pg.Client, table: string): Promise<string> {
  const { rows: columns } = await owner.query<{ name: string; value: string }>(
    `select quote_ident(a.attname) as name, case
       when a.attname = 'tenant_id' then '$1'
       when t.typtype = 'e' then format('(enum_range(null::%s))[1]', a.atttypid::regtype)
       when t.typname = 'uuid' then 'gen_random_uuid()'
       when t.typname = 'jsonb' then '''{}'''
       when t.typcategory = 'S' then 'gen_random_uuid()::text'
       when t.typcategory = 'D' then 'now()'
       when t.typcategory = 'A' then '''{}'''
       else '''1'''
     end as value
     from pg_attribute a join pg_type t on t.oid = a.atttypid
     where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and (a.attname = 'tenant_id' or (a.attnotnull and not a.atthasdef))`,
    [table],
  );
  const [names, values] = [columns.map(({ name }) => name).join(', '), columns.map(({ value }) => value).join(', ')];
  return `insert into ${table} (${names}) values (${values})`;
}

/** What `statement` gives or changes under a role and setting: the number of rows, or 'denied' when the grants or a policy refuse it. */
async function under(
  app: pg.Client,
  role: string | null,
  tenantId: string,
  statement: string,
  values: string[] = [],
): Promise<number | 'denied'> {
  await app.query('begin');
  try {
    if (role) await app.query(`set local role ${role}`);
    await app.query(`select set_config('tenantry.tenant_id', $1, true)`, [tenantId]);
    return (await app.query(statement, values)).rowCount ?? 0;
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error;
    return 'denied';
  } finally {
    await app.query('rollback');
  }
}

async function faultsWithoutRole(app: pg.Client, table: string): Promise<string[]> {
  return (await under(app, null, '', `select from ${table}`)) === 'denied' ? [] : [`${table} can be read without taking a role`];
}

async function faultsOfListed(app: pg.Client, table: string): Promise<string[]> {
  return (await under(app, 'tenantry_tenant', '', `select from ${table}`)) === 'denied'
    ? []
    : [`${table} is on the list, and the tenant role can read it`];
}

async function faultsAsTenant(app: pg.Client, { name, insert }: Table, ours: string, theirs: string): Promise<string[]> {
  const asTenant = (setting: string, statement: string, ...values: string[]) =>
    under(app, 'tenantry_tenant', setting, statement, values);
  const checks: [string, boolean][] = [
    ['a tenant does not see its own rows', Number(await asTenant(ours, `select from ${name} where tenant_id = $1`, ours)) > 0],
    [
      'a tenant sees rows that are not its own',
      (await asTenant(ours, `select from ${name} where tenant_id is distinct from $1`, ours)) === 0,
    ],
    ['rows are seen without a tenant', (await asTenant('', `select from ${name}`)) === 0],
    ['a tenant deletes rows of another', isNone(await asTenant(ours, `delete from ${name} where tenant_id = $1`, theirs))],
    ['a tenant gives its rows to another', isNone(await asTenant(ours, `update ${name} set tenant_id = $1`, theirs))],
    ['a tenant adds rows to another', isNone(await asTenant(ours, insert, theirs))],
  ];
  return checks.flatMap(([fault, isWell]) => (isWell ? [] : [`${name}: ${fault}`]));
}

const isNone = (changed: number | 'denied') => changed === 'denied' || changed === 0;

async function faultsAsFleet(app: pg.Client, table: string, ours: string, theirs: string): Promise<string[]> {
  const seen = await under(app, 'tenantry_fleet', '', `select from ${table} where tenant_id in ($1, $2)`, [ours, theirs]);
  if (isHiddenFromFleet(table)) return seen === 'denied' ? [] : [`${table}: the fleet role reads what stands in a directory`];
  return Number(seen) >= 2 ? [] : [`${table}: the fleet role does not see all tenants`];
}

import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from './testing/index.ts';
import { findIsolationViolations } from './testing/isolation.ts';

async function asOwner(db: TestDatabase, statement: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: db.ownerUrl });
  await client.connect();
  return client.query(statement).finally(() => client.end());
}

/** What the check says about a copy that was damaged. */
async function violationsAfter(damage: string): Promise<string[]> {
  const copy = await createTestDatabase();
  try {
    await asOwner(copy, damage);
    return await findIsolationViolations(copy);
  } finally {
    await copy.drop();
  }
}

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

test('no tenant meets another', async () => {
  expect(await findIsolationViolations(db)).toEqual([]);
});

test('dropping any one policy is noticed', { timeout: 120_000 }, async () => {
  const { rows: policies } = await asOwner(
    db,
    `select tablename as "table", policyname as policy from pg_policies where schemaname = 'public' order by 1, 2`,
  );
  expect(policies.length).toBeGreaterThanOrEqual(17);
  for (const { table, policy } of policies) {
    const violations = await violationsAfter(`drop policy ${policy} on ${table}`);
    expect(violations, `${policy} on ${table}`).not.toEqual([]);
    for (const violation of violations) expect(violation).toContain(table);
  }
});

describe('the check notices', () => {
  test.each([
    ['row-level security switched off', 'alter table run disable row level security', 'run has no row-level security'],
    [
      'an owner who is not forced',
      'alter table run no force row level security',
      'run does not force row-level security on its owner',
    ],
    [
      'a policy that lets all rows through',
      'create policy open on directory_user to tenantry_tenant using (true)',
      'directory_user: a tenant sees rows that are not its own',
    ],
    [
      'a policy that lets rows be given away',
      'create policy give on run to tenantry_tenant using (false) with check (true)',
      'run: a tenant gives its rows to another',
    ],
    [
      'a policy that lets rows be added',
      'create policy add on audit for insert to tenantry_tenant with check (true)',
      'audit: a tenant adds rows to another',
    ],
    [
      'a policy that lets rows be deleted',
      'create policy purge on run_log to tenantry_tenant using (true)',
      'run_log: a tenant deletes rows of another',
    ],
    [
      'a grant on a directory table to the fleet role',
      'grant select on directory_user to tenantry_fleet',
      'directory_user: the fleet role',
    ],
    ['a grant to the login itself', 'grant select on worker to tenantry_app', 'worker can be read without taking a role'],
    ['a listed table that the tenant role may read', 'grant select on session to tenantry_tenant', 'session is on the list'],
    [
      'a new table without a tenant key',
      'create table note (id int primary key)',
      'note has no tenant_id and is not on the list',
    ],
    [
      'a new table without policies',
      'create table note (tenant_id uuid not null); grant select on note to tenantry_tenant',
      'note has no row-level security',
    ],
    ['a tenant key that may be null', 'alter table run_event alter tenant_id drop not null', 'run_event.tenant_id may be null'],
  ])('%s', async (_what, damage, violation) => {
    expect((await violationsAfter(damage)).join('\n')).toContain(violation);
  });

  test('a connection of its own that could pass the policies', async () => {
    await expect(findIsolationViolations({ ownerUrl: db.ownerUrl, url: db.ownerUrl })).rejects.toThrow(/prove nothing/);
  });
});

test('the login itself may read and write no table', async () => {
  const client = new pg.Client({ connectionString: db.url });
  await client.connect();
  for (const statement of [
    'select from tenant',
    'select from directory_user',
    'insert into worker (id, host, pid) values (1, 1, 1)',
  ]) {
    await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' });
  }
  await client.end();
});

test('an application role adds and reads audit entries, and neither changes nor deletes them', async () => {
  const tenantId = crypto.randomUUID();
  const scopes = [
    (work: Parameters<typeof db.database.asFleet>[0]) => db.database.asFleet(work),
    (work: Parameters<typeof db.database.asFleet>[0]) => db.database.asTenant(tenantId, work),
  ];
  for (const scope of scopes) {
    await scope((tx) => tx.auditEntry.create({ data: { tenantId, actor: 'worker', action: 'test' } }));
    expect(await scope((tx) => tx.auditEntry.count({ where: { tenantId } }))).not.toBe(0);
    await expect(scope((tx) => tx.auditEntry.updateMany({ data: { action: 'other' } }))).rejects.toThrow(/permission denied/i);
    await expect(scope((tx) => tx.auditEntry.deleteMany())).rejects.toThrow(/permission denied/i);
  }
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase } from './database.ts';
import { Prisma } from './generated/client.ts';
import { createTestDatabase, type TestDatabase } from './testing/index.ts';

let made: TestDatabase;
beforeAll(async () => {
  made = await createTestDatabase();
});
afterAll(() => made.drop());

const ask = <Row>(statement: Prisma.Sql) => made.database.fleetStatement<Row>(statement);
const id = '0a000000-0000-4000-8000-000000000001';

test('a statement gives its rows in the types of JavaScript, however often its plan is used', async () => {
  const at = new Date('2026-03-01T12:00:00.123Z');
  for (let time = 0; time < 8; time += 1) {
    const rows = await ask(Prisma.sql`
      select ${at}::timestamptz as at, ${time}::int as time, ${id}::uuid as id, ${null}::text as nothing, ${'{"a":[1]}'}::jsonb as json,
             ${['x', 'y']}::text[] as list, ${true}::boolean as yes`);
    expect(rows).toEqual([{ at, time, id, nothing: null, json: { a: [1] }, list: ['x', 'y'], yes: true }]);
  }
});

test('a statement is a transaction of the fleet: it is committed, and sees no directory', async () => {
  await ask(Prisma.sql`insert into tenant (tenant_id, name) values (${id}::uuid, 'Contoso')`);
  expect(await made.database.asTenant(id, (tx) => tx.tenant.count())).toBe(1);
  await expect(ask(Prisma.sql`select from directory_user`)).rejects.toMatchObject({ code: '42501' });
  await expect(ask(Prisma.sql`select from run_log`)).rejects.toMatchObject({ code: '42501' });
});

test('a statement that fails leaves nothing behind, and its connection goes on', async () => {
  const alone = createDatabase({ url: made.url, poolSize: 1, applicationName: 'test' });
  const backend = () => alone.fleetStatement<{ pid: number }>(Prisma.sql`select pg_backend_pid() as pid`);
  const before = await backend();
  const failing = Prisma.sql`with added as (insert into api_key (id, name, prefix, hash, scopes, created_by, expires_at)
    values (gen_random_uuid(), 'x', 'x', 'x', '{}', 'x', now()) returning 1) select 1 / (select count(*) - 1 from added)`;
  await expect(alone.fleetStatement(failing)).rejects.toMatchObject({ code: '22012' });
  expect(await backend()).toEqual(before);
  expect(await alone.asFleet((tx) => tx.apiKey.count())).toBe(0);
  await alone.close();
});

test('a server that is away is told as such', async () => {
  const nowhere = createDatabase({ url: 'postgresql://x:x@127.0.0.1:1/x', poolSize: 1, applicationName: 'test' });
  await expect(nowhere.fleetStatement(Prisma.sql`select 1`)).rejects.toMatchObject({
    name: 'DatabaseError',
    code: 'unreachable',
  });
  await nowhere.close();
});

test('a connection that is cut in the middle is told as such, and the next statement gets another', async () => {
  const alone = createDatabase({ url: made.url, poolSize: 1, applicationName: 'to-be-cut' });
  const owner = createDatabase({ url: made.ownerUrl, poolSize: 1, applicationName: 'owner' });
  const sleeping = alone.fleetStatement(Prisma.sql`select pg_sleep(30)::text`);
  const cut = () =>
    owner.asFleet(async (tx) => {
      await tx.$executeRaw`reset role`;
      const rows = await tx.$queryRaw<unknown[]>`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'to-be-cut' and state = 'active' and query like '%pg_sleep%'`;
      return rows.length;
    });
  const [ended] = await Promise.allSettled([sleeping, expect.poll(cut).toBe(1)]);
  expect(ended).toMatchObject({ status: 'rejected', reason: { name: 'DatabaseError', code: 'unreachable' } });
  expect(await alone.fleetStatement(Prisma.sql`select 1 as one`)).toEqual([{ one: 1 }]);
  await Promise.all([alone.close(), owner.close()]);
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type Tx } from './database.ts';
import { driverStatement } from './driver-statement.ts';
import { Prisma } from './generated/client.ts';
import { createTestDatabase, type TestDatabase } from './testing/index.ts';

let made: TestDatabase;
beforeAll(async () => {
  made = await createTestDatabase();
});
afterAll(() => made.drop());

interface Place {
  pid: number;
  role: string;
  tenant: string;
}

const place = Prisma.sql`select pg_backend_pid() as pid, current_user::text as role, current_setting('tenantry.tenant_id') as tenant`;

test('a statement runs in its own transaction and scope, however many of them wait for a connection', async () => {
  const small = createDatabase({ url: made.url, poolSize: 3, applicationName: 'test' });
  const look = async (tx: Tx) => {
    const [byPrisma] = await tx.$queryRaw<Place[]>(place);
    const [byDriver] = await driverStatement<Place>(tx, 'place', place);
    return { byPrisma, byDriver };
  };
  const tenantIds = Array.from({ length: 30 }, () => randomUUID());
  const seen = await Promise.all(tenantIds.map((tenantId) => small.asTenant(tenantId, look)));
  for (const [index, { byPrisma, byDriver }] of seen.entries()) {
    expect(byDriver).toEqual(byPrisma);
    expect(byDriver).toMatchObject({ role: 'tenantry_tenant', tenant: tenantIds[index] });
  }
  expect((await small.asFleet(look)).byDriver).toMatchObject({ role: 'tenantry_fleet', tenant: '' });
  await small.close();
});

test('a statement is rolled back with its transaction, and one that fails fails it', async () => {
  const tenantId = randomUUID();
  const add = Prisma.sql`insert into tenant (tenant_id, name) values (${tenantId}::uuid, 'Contoso')`;
  const thrown = made.database.asFleet(async (tx) => {
    await driverStatement(tx, 'add-tenant', add);
    throw new Error('no');
  });
  await expect(thrown).rejects.toThrow('no');
  const twice = made.database.asFleet(async (tx) => {
    await driverStatement(tx, 'add-tenant', add);
    await driverStatement(tx, 'add-tenant', add);
  });
  await expect(twice).rejects.toMatchObject({ code: '23505' });
  expect(await made.database.asFleet((tx) => tx.tenant.count({ where: { tenantId } }))).toBe(0);
  await made.database.asFleet((tx) => driverStatement(tx, 'add-tenant', add));
  expect(await made.database.asFleet((tx) => tx.tenant.count({ where: { tenantId } }))).toBe(1);
});

test('the server ends a transaction in which nothing happens for ten seconds', async () => {
  const [row] = await made.database.asFleet(
    (tx) => tx.$queryRaw<{ limit: string }[]>`select current_setting('idle_in_transaction_session_timeout') as limit`,
  );
  expect(row?.limit).toBe('10s');
});

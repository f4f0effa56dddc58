import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createDatabase } from './database.ts';
import { notifyChange } from './listen.ts';
import { createTestDatabase, type TestDatabase } from './testing/index.ts';

const tenantA = '0a000000-0000-4000-8000-000000000001';
const tenantB = '0b000000-0000-4000-8000-000000000002';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await db.database.asFleet(async (tx) => {
    await tx.tenant.createMany({ data: [tenantA, tenantB].map((tenantId) => ({ tenantId, name: `Tenant ${tenantId}` })) });
  });
});
afterAll(() => db.drop());

async function asOwner<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: db.ownerUrl });
  await client.connect();
  return work(client).finally(() => client.end());
}

describe('scopes', () => {
  test('a tenant transaction sees its own tenant and no other', async () => {
    expect(await db.database.asTenant(tenantA, (tx) => tx.tenant.findMany({ select: { tenantId: true } }))).toEqual([
      { tenantId: tenantA },
    ]);
  });

  test('a tenant transaction cannot change the rows of another tenant', async () => {
    const changed = await db.database.asTenant(
      tenantA,
      (tx) => tx.$executeRaw`update tenant set user_count = 1 where tenant_id = ${tenantB}::uuid`,
    );
    expect(changed).toBe(0);
    const insert = db.database.asTenant(tenantA, (tx) =>
      tx.auditEntry.create({ data: { tenantId: tenantB, actor: 'worker', action: 'x' } }),
    );
    await expect(insert).rejects.toThrow(/row-level security/);
  });

  test('a fleet transaction sees all tenants', async () => {
    expect(await db.database.asFleet((tx) => tx.tenant.count())).toBe(2);
  });

  test('nothing of a scope stays on the connection for the next transaction', async () => {
    const one = createDatabase({ url: db.url, poolSize: 1, applicationName: 'one connection' });
    await one.asTenant(tenantA, (tx) => tx.tenant.count());
    await one.asTenant(tenantA, async () => Promise.reject(new Error('rolled back'))).catch(() => {});
    const settings = await one.asFleet(
      (tx) => tx.$queryRaw`select current_setting('tenantry.tenant_id', true) as tenant, current_user as role`,
    );
    expect(settings).toEqual([{ tenant: '', role: 'tenantry_fleet' }]);
    await one.close();
  });

  test('what the work throws rolls back and comes out unchanged', async () => {
    const mine = new Error('mine');
    const thrown = await db.database
      .asFleet(async (tx) => {
        await tx.tenant.deleteMany();
        throw mine;
      })
      .catch((error) => error);
    expect(thrown).toBe(mine);
    expect(await db.database.asFleet((tx) => tx.tenant.count())).toBe(2);
  });

  test('30 transactions at once of 0.5 s each on a pool of 4 all succeed', async () => {
    const all = await Promise.all(
      Array.from({ length: 30 }, () => db.database.asTenant(tenantA, (tx) => tx.$executeRaw`select pg_sleep(0.5)`)),
    );
    expect(all).toHaveLength(30);
  });

  test('instants are the same on a server of another time zone', async () => {
    await asOwner((client) =>
      client.query(
        `do $$ begin execute format('alter database %I set timezone to ''America/New_York''', current_database()); end $$`,
      ),
    );
    const abroad = createDatabase({ url: db.url, poolSize: 1, applicationName: 'abroad' });
    const at = new Date('2026-07-01T12:00:00.250Z');
    const read = await abroad.asFleet(async (tx) => {
      await tx.$executeRaw`update tenant set directory_synced_at = ${at} where tenant_id = ${tenantA}::uuid`;
      return tx.tenant.findUniqueOrThrow({ where: { tenantId: tenantA } });
    });
    await abroad.close();
    expect(read.directorySyncedAt).toEqual(at);
    const { rows } = await asOwner((client) =>
      client.query('select directory_synced_at as at from tenant where tenant_id = $1', [tenantA]),
    );
    expect(rows).toEqual([{ at }]);
  });

  test('a statement that takes longer than its limit is cancelled', async () => {
    const hasty = createDatabase({ url: db.url, poolSize: 1, applicationName: 'hasty', statementTimeoutMs: 50 });
    await expect(hasty.asFleet((tx) => tx.$executeRaw`select pg_sleep(5)`)).rejects.toThrow(/statement timeout/);
    await hasty.close();
  });
});

describe('connections', () => {
  test('a server that is away is told as unreachable, by ping, transaction and listener', async () => {
    const nowhere = createDatabase({ url: 'postgresql://app:secret@127.0.0.1:1/x', poolSize: 1, applicationName: 'nowhere' });
    for (const attempt of [() => nowhere.ping(), () => nowhere.asFleet(async () => {}), () => nowhere.listen(() => {})]) {
      const error = await attempt().then(
        () => null,
        (thrown) => thrown,
      );
      expect(error).toMatchObject({ name: 'DatabaseError', code: 'unreachable' });
      expect(error.message).not.toMatch(/secret/);
    }
    await nowhere.close();
  });

  test('a wrong password is told as a refused login', async () => {
    const url = new URL(db.url);
    url.password = 'wrong';
    const stranger = createDatabase({ url: url.href, poolSize: 1, applicationName: 'stranger' });
    await expect(stranger.ping()).rejects.toMatchObject({ code: 'login-refused' });
    await expect(stranger.asFleet(async () => {})).rejects.toMatchObject({ code: 'login-refused' });
    await stranger.close();
  });

  test('the pool works again after the server has ended its connections', async () => {
    await db.database.ping();
    await asOwner((client) =>
      client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'test' and datname = current_database()`,
      ),
    );
    await vi.waitFor(() => db.database.asFleet((tx) => tx.tenant.count()), { timeout: 5000 });
  });
});

describe('changes', () => {
  test('a listener hears a change after its transaction has committed, and not one that rolled back', async () => {
    const heard: string[] = [];
    const listener = await db.database.listen((payload) => heard.push(payload));
    await db.database
      .asTenant(tenantA, async (tx) => {
        await notifyChange(tx, 'tenant lost');
        throw new Error('rolled back');
      })
      .catch(() => {});
    await db.database.asTenant(tenantA, (tx) => notifyChange(tx, `tenant ${tenantA}`));
    await vi.waitFor(() => expect(heard).toEqual([`tenant ${tenantA}`]));
    await listener.close();
  });

  test('a listener whose connection breaks comes back, says that something may have been missed, and hears again', async () => {
    const heard: string[] = [];
    const listener = await db.database.listen((payload) => heard.push(payload));
    await asOwner((client) =>
      client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'test listen' and datname = current_database()`,
      ),
    );
    await vi.waitFor(() => expect(heard).toEqual(['*']), { timeout: 5000 });
    await db.database.asFleet((tx) => notifyChange(tx, 'batch 1'));
    await vi.waitFor(() => expect(heard).toEqual(['*', 'batch 1']));
    await listener.close();
  });

  test('a listener that is closed while it waits to come back stays closed', async () => {
    const own = createDatabase({ url: db.url, poolSize: 1, applicationName: 'own' });
    const listener = await own.listen(() => {});
    await asOwner((client) =>
      client.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'own listen'`),
    );
    await listener.close();
    await own.close();
    const left = await asOwner((client) => client.query(`select from pg_stat_activity where application_name = 'own listen'`));
    expect(left.rowCount).toBe(0);
  });
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { readResultRows, runJob } from '../../testing/result-rows.ts';
import { startTestWorld, type TestWorld } from '../../testing/test-world.ts';
import { readTruthOf } from '../../testing/truth.ts';

const day = 24 * 60 * 60_000;

interface Credential {
  appId: string;
  kind: string;
  keyId: string;
  endDateTime: string;
}

let world: TestWorld;
let tenantId: string;

beforeAll(async () => {
  world = await startTestWorld('postgres');
  await world.startWorker();
  tenantId = await world.connect({ users: 20, applications: 150 });
  await world.untilState(tenantId, 'active');
});
afterAll(() => world.close());

test.each([0, 30, 365])(
  'lists, over several pages, every credential that ends within %i days or has ended',
  async (withinDays) => {
    await world.control('PATCH', `/tenants/${tenantId}/graph`, { longestPage: 40 });
    const run = await runJob(world, tenantId, 'credential-expiry', { withinDays });
    expect(run).toMatchObject({ state: 'succeeded', result: { read: 150 }, progress: { pages: 4, expected: 150 } });
    const asOf = Date.parse(String(run.result?.asOf));
    const ending = (await readTruthOf<Credential>(world, tenantId, 'credentials')).filter(
      ({ endDateTime }) => Date.parse(endDateTime) - asOf <= withinDays * day,
    );
    const rows = await readResultRows(world, run);
    const name = (row: Record<string, unknown>) => `${row.appId} ${row.kind} ${row.keyId}`;
    expect(rows.map(name)).toEqual(ending.map((each) => name({ ...each })).toSorted());
    const ends = new Map(ending.map(({ keyId, endDateTime }) => [keyId, Date.parse(endDateTime)]));
    for (const row of rows) {
      const leftMs = (ends.get(String(row.keyId)) ?? Number.NaN) - asOf;
      expect(Date.parse(String(row.expiresAt))).toBe(ends.get(String(row.keyId)));
      expect([row.daysLeft, row.standing]).toEqual([Math.floor(leftMs / day), leftMs <= 0 ? 'expired' : 'expiring']);
    }
    const applications = await readTruthOf<{ appId: string; displayName: string }>(world, tenantId, 'applications');
    const names = new Map(applications.map(({ appId, displayName }) => [appId, displayName]));
    expect(rows.map(({ application }) => application)).toEqual(rows.map(({ appId }) => names.get(String(appId))));
  },
);

test('ends partial when the listing ends early, and whole the next time', async () => {
  await world.control('POST', `/tenants/${tenantId}/graph/quirks`, {
    kind: 'ends-early',
    resource: 'applications',
    afterPages: 1,
  });
  expect(await runJob(world, tenantId, 'credential-expiry')).toMatchObject({ state: 'partial', result: { read: 80 } });
  expect(await runJob(world, tenantId, 'credential-expiry')).toMatchObject({ state: 'succeeded', result: { read: 150 } });
});

test('a tenant without applications has an empty result, and not none', async () => {
  const bare = await world.connect({ users: 3, applications: 0 });
  await world.untilState(bare, 'active');
  const run = await runJob(world, bare, 'credential-expiry');
  expect(run).toMatchObject({ state: 'succeeded', result: { read: 0 } });
  const stored = await world.db.asFleet((tx) => tx.run.findUniqueOrThrow({ where: { id: run.id } }));
  expect(stored.resultRows).toBe(0);
});

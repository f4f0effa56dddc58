import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readResultRows, runJob } from '../../testing/result-rows.ts';
import { startTestWorld, type TestWorld } from '../../testing/test-world.ts';
import { readTruthOf } from '../../testing/truth.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

interface SignIns {
  userId: string;
  accountEnabled: boolean;
  createdDateTime: string;
  lastSignInDateTime: string | null;
  lastNonInteractiveSignInDateTime: string | null;
  lastSuccessfulSignInDateTime: string | null;
}

let world: TestWorld;
let tenantId: string;
const now = () => world.emulator.world.clock.now();
const at = (path: string) => `/tenants/${tenantId}${path}`;

beforeAll(async () => {
  world = await startTestWorld('postgres');
  await world.startWorker({ now });
  tenantId = await world.connect({ users: 1200, premium: true }, { now });
  await world.untilState(tenantId, 'active');
});
afterAll(() => world.close());
beforeEach(() => world.control('DELETE', '/counters'));

/** Who is inactive by the emulator's own account, and since when. */
async function inactiveInTruth(asOf: Date, days: number): Promise<Map<string, number>> {
  const inactive = new Map<string, number>();
  for (const user of await readTruthOf<SignIns>(world, tenantId, 'sign-ins')) {
    const known = [
      user.createdDateTime,
      user.lastSignInDateTime,
      user.lastNonInteractiveSignInDateTime,
      user.lastSuccessfulSignInDateTime,
    ];
    const seen = Math.max(...known.filter((each) => each !== null).map((each) => Date.parse(each)));
    const ago = Math.floor((asOf.getTime() - seen) / day);
    if (ago >= days) inactive.set(user.userId, ago);
  }
  return inactive;
}

interface Row {
  userId: string;
  inactiveDays: number;
  accountEnabled: boolean;
  userType: string;
  licences: number;
  userPrincipalName: string;
}

const asOfRun = (run: { result: Record<string, unknown> | null }) => new Date(String(run.result?.asOf));

test('lists, over several pages, exactly who was not seen for so many days', async () => {
  const run = await runJob(world, tenantId, 'inactive-users', { days: 60, includeDisabled: true });
  expect(run).toMatchObject({ state: 'succeeded', result: { read: 1200 } });
  expect(run.progress).toMatchObject({ pages: 3, expected: 1200 });
  const rows = await readResultRows<Row>(world, run);
  const expected = await inactiveInTruth(asOfRun(run), 60);
  expect(expected.size).toBeGreaterThan(100);
  expect(new Map(rows.map((row) => [row.userId, row.inactiveDays]))).toEqual(expected);
  expect(run.result?.inactive).toBe(expected.size);
  const users = await readTruthOf<{ id: string; userPrincipalName: string; userType: string; accountEnabled: boolean }>(
    world,
    tenantId,
    'users',
  );
  const licences = await readTruthOf<{ userId: string }>(world, tenantId, 'licences');
  const byId = new Map(users.map((user) => [user.id, user]));
  for (const row of rows) {
    expect(row).toMatchObject({
      userPrincipalName: byId.get(row.userId)?.userPrincipalName,
      userType: byId.get(row.userId)?.userType,
      accountEnabled: byId.get(row.userId)?.accountEnabled,
      licences: licences.filter(({ userId }) => userId === row.userId).length,
    });
  }
});

test('leaves out disabled users, and guests when it is asked to', async () => {
  const all = await readResultRows<Row>(
    world,
    await runJob(world, tenantId, 'inactive-users', { days: 60, includeDisabled: true }),
  );
  const members = await runJob(world, tenantId, 'inactive-users', { days: 60, includeGuests: false });
  const wanted = all.filter(({ accountEnabled, userType }) => accountEnabled && userType !== 'Guest');
  expect(wanted.length).toBeLessThan(all.length);
  expect(await readResultRows(world, members)).toEqual(wanted);
});

test('keeps to what Microsoft allows in a minute, and gives its place to others meanwhile', async () => {
  const small = await world.connect({ users: 30, premium: true }, { now });
  await world.untilState(small, 'active');
  await world.control('PATCH', `/tenants/${small}/graph`, { longestPage: 2, signInActivityPerMinute: 10 });
  const runId = await world.start(small, 'inactive-users', { days: 1 }, now());
  const waiting = await world.until(runId, ['waiting']);
  expect(waiting).toMatchObject({ reasonCode: 'budget', progress: { pages: 10 } });
  await world.control('POST', '/clock/advance', { ms: minute });
  expect(await world.until(runId, ['succeeded', 'partial', 'failed'])).toMatchObject({
    state: 'succeeded',
    result: { read: 30 },
  });
  expect(world.counter(small, 'throttled429')).toBe(0);
});

test('begins the listing again when the place in it is lost, and counts nobody twice', async () => {
  await world.control('PATCH', at('/graph'), { longestPage: 100 });
  const runId = await world.start(tenantId, 'inactive-users', { days: 60, includeDisabled: true }, now());
  await world.until(runId, ['waiting']);
  await world.control('POST', at('/graph/expire-page-tokens'));
  await world.control('PATCH', at('/graph'), { longestPage: 500 });
  await world.control('POST', '/clock/advance', { ms: minute });
  const run = await world.until(runId, ['succeeded', 'partial', 'failed']);
  expect(run).toMatchObject({ state: 'succeeded', result: { read: 1200 } });
  const rows = await readResultRows<Row>(world, run);
  expect(new Map(rows.map((row) => [row.userId, row.inactiveDays]))).toEqual(await inactiveInTruth(asOfRun(run), 60));
  expect(run.result?.inactive).toBe(rows.length);
});

test('ends partial when the listing ends early', async () => {
  await world.control('POST', at('/graph/quirks'), { kind: 'ends-early', resource: 'users', afterPages: 1 });
  expect(await runJob(world, tenantId, 'inactive-users')).toMatchObject({ state: 'partial', result: { read: 1000 } });
});

test('says that a licence is missing where the tenant has none, and lists nobody', async () => {
  const free = await world.connect({ users: 20 }, { now });
  await world.untilState(free, 'active');
  const run = await runJob(world, free, 'inactive-users');
  expect(run).toMatchObject({
    state: 'failed',
    errorDomain: 'licence',
    errorCode: 'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
  });
  expect(await readResultRows(world, run)).toEqual([]);
});

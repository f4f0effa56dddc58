import { readTimeline } from '@tenantry/domain';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestWorld, type TestWorld } from '../../testing/test-world.ts';
import { expectCounts, expectTruth } from '../../testing/truth.ts';

let world: TestWorld;
let tenantId: string;
const at = (path: string) => `/tenants/${tenantId}${path}`;
const change = (seed: number) => world.control('POST', at('/churn'), { changes: 60, seed });
const fail = (pathPrefix: string, fault: object) =>
  world.control('POST', '/faults', { target: 'graph', tenantId, pathPrefix, count: 1, fault });

beforeAll(async () => {
  world = await startTestWorld('redis');
  await world.startWorker();
  tenantId = await world.connect({ users: 300, groups: 20, membersPerGroup: 5 });
  await world.untilState(tenantId, 'active');
  await world.sync(tenantId);
});
afterAll(() => world.close());
beforeEach(() => world.control('DELETE', '/counters'));

test('what changed since the last run is asked for in one request', async () => {
  await change(1);
  expect(await world.sync(tenantId)).toMatchObject({ state: 'succeeded', result: { fullPass: false, pages: 3 } });
  await expectTruth(world, tenantId);
  expect(world.counter(tenantId, 'graphRequests')).toBe(1);
  expect(world.counter(tenantId, 'batchItems')).toBe(4);
});

const countsOf = async () =>
  world.db.asFleet((tx) =>
    tx.tenant.findUniqueOrThrow({
      where: { tenantId },
      select: { userCount: true, groupCount: true, membershipCount: true, deviceCount: true },
    }),
  );

test('the counts follow what changed, without counting', async () => {
  for (const seed of [11, 12, 13, 14]) {
    await change(seed);
    await world.sync(tenantId);
    await expectCounts(world, tenantId);
  }
  // Whoever does not count does not notice what was wrong before.
  await world.db.asFleet((tx) => tx.tenant.update({ where: { tenantId }, data: { userCount: { increment: 1000 } } }));
  const before = await countsOf();
  await world.sync(tenantId);
  expect(await countsOf()).toEqual(before);
});

test('after a sync that did not come to its end everything is counted', async () => {
  const run = await world.sync(tenantId);
  await world.db.asFleet((tx) => tx.run.update({ where: { id: run.id }, data: { state: 'failed' } }));
  await change(15);
  await world.sync(tenantId);
  await expectCounts(world, tenantId);
});

test.each([
  { what: 'a part is refused', path: '/v1.0/groups/delta', fault: { kind: 'server-error', status: 503 } },
  { what: 'a part is no page', path: '/v1.0/devices/delta', fault: { kind: 'empty-json' } },
  { what: 'the batch is refused', path: '/v1.0/$batch', fault: { kind: 'server-error', status: 503 } },
  { what: 'the batch is answered with rubbish', path: '/v1.0/$batch', fault: { kind: 'rubbish' } },
])('when $what, everything is asked for one after the other', async ({ path, fault }) => {
  await change(path.length + fault.kind.length);
  await fail(path, fault);
  const run = await world.sync(tenantId);
  expect(run).toMatchObject({ state: 'succeeded', result: { fullPass: false } });
  expect((await readTimeline(world.db, { runId: run.id, tenantId, limit: 20 })).map(({ kind }) => kind)).toEqual([
    'succeeded',
    'claimed',
    'created',
  ]);
  await expectTruth(world, tenantId);
  expect(world.counter(tenantId, 'deltaPages')).toBeGreaterThanOrEqual(3);
  expect(world.counter(tenantId, 'graphRequests')).toBe(5);
});

test('a round of several pages is read page by page', async () => {
  await world.control('PATCH', at('/graph'), { deltaPageSize: 5 });
  await change(3);
  expect(await world.sync(tenantId)).toMatchObject({ state: 'succeeded', result: { fullPass: false } });
  await expectTruth(world, tenantId);
  expect(world.counter(tenantId, 'graphRequests')).toBeGreaterThan(6);
  await world.control('PATCH', at('/graph'), { deltaPageSize: 200 });
});

test('a part that is throttled puts the run down for as long as Graph asks; then everything is asked for one after the other', async () => {
  await change(4);
  await fail('/v1.0/users/delta', { kind: 'throttled', retryAfter: 'seconds', retryAfterSeconds: 1, scope: null });
  const run = await world.sync(tenantId);
  expect(run).toMatchObject({ state: 'succeeded', result: { fullPass: false } });
  expect((await readTimeline(world.db, { runId: run.id, tenantId, limit: 20 })).map(({ kind }) => kind)).toContain('waiting');
  await expectTruth(world, tenantId);
  expect(world.counter(tenantId, 'calledTooEarly')).toBe(0);
  expect(world.counter(tenantId, 'graphRequests')).toBe(5);
});

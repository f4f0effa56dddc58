import { readRunLog } from '@tenantry/domain';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestWorld, type TestWorld } from '../../testing/test-world.ts';
import { expectCounts, expectTruth, readRows, readTruth } from '../../testing/truth.ts';

let world: TestWorld;
let tenantId: string;
const at = (path: string) => `/tenants/${tenantId}${path}`;
const everything = { fullPass: true };
const ask = (pathPrefix: string, fault: object) =>
  world.control('POST', '/faults', { target: 'graph', tenantId, pathPrefix, count: 1, fault });

beforeAll(async () => {
  world = await startTestWorld('postgres');
  await world.startWorker();
});
afterAll(() => world.close());
beforeEach(async () => {
  tenantId = await world.connect({ users: 60, groups: 8, membersPerGroup: 5, devices: 12 });
  await world.untilState(tenantId, 'active');
  await world.control('DELETE', '/counters');
});

test('a small directory that is read for the first time comes in one request', async () => {
  expect(await world.sync(tenantId)).toMatchObject({
    state: 'succeeded',
    result: { fullPass: true, users: { added: 60 }, pages: 3 },
  });
  expect([world.counter(tenantId, 'graphRequests'), world.counter(tenantId, 'batchItems')]).toEqual([1, 8]);
  await expectTruth(world, tenantId);
  await expectCounts(world, tenantId);
  const tenant = await world.db.asFleet((tx) => tx.tenant.findUniqueOrThrow({ where: { tenantId } }));
  expect(tenant.directorySyncedAt).not.toBeNull();
});

test('of more users than fit on a page that page is kept, and the reading goes on behind it', async () => {
  const larger = await world.connect({ users: 1100, groups: 3, membersPerGroup: 2, devices: 4 });
  await world.untilState(larger, 'active');
  await world.control('DELETE', '/counters');
  const run = await world.sync(larger);
  expect(run).toMatchObject({ state: 'succeeded', result: { fullPass: true, users: { added: 1100 }, devices: { added: 4 } } });
  // The batch; the second page, what changed meanwhile, and how many there are; how many, and a page, of groups and of devices.
  expect([world.counter(larger, 'graphRequests'), world.counter(larger, 'batchItems')]).toEqual([8, 8]);
  await expectTruth(world, larger);
});

test('the next run continues from before the listing', async () => {
  await world.sync(tenantId);
  await world.control('POST', at('/churn'), { changes: 30, seed: 1 });
  expect(await world.sync(tenantId)).toMatchObject({ state: 'succeeded', result: { fullPass: false } });
  await expectTruth(world, tenantId);
});

test('a later full pass finds by itself what changed, and what is gone', async () => {
  await world.sync(tenantId);
  const { users, groups, devices } = await readTruth(world, tenantId);
  await world.control('DELETE', at(`/users/${users[0]?.id}`));
  await world.control('DELETE', at(`/groups/${groups[0]?.id}`));
  await world.control('DELETE', at(`/devices/${devices[0]?.id}`));
  await world.control('POST', at('/churn'), { changes: 30, seed: 2 });
  await world.control('DELETE', '/counters');
  const run = await world.sync(tenantId, everything);
  expect(run).toMatchObject({ state: 'succeeded', result: { fullPass: true } });
  expect(world.counter(tenantId, 'graphRequests')).toBe(1);
  await expectTruth(world, tenantId);
  expect((run.result as { users: { removed: number } }).users.removed).toBeGreaterThan(0);
});

test('one that was larger when it was last counted begins with users alone', async () => {
  await world.sync(tenantId);
  await world.db.asFleet((tx) => tx.tenant.update({ where: { tenantId }, data: { groupCount: 201 } }));
  await world.control('DELETE', '/counters');
  expect(await world.sync(tenantId, everything)).toMatchObject({ state: 'succeeded' });
  expect([world.counter(tenantId, 'graphRequests'), world.counter(tenantId, 'batchItems')]).toEqual([7, 4]);
  await expectTruth(world, tenantId);
});

test('where only groups are more than fit on a page, the users are kept', async () => {
  const larger = await world.connect({ users: 60, groups: 1100, membersPerGroup: 0, devices: 4 });
  await world.untilState(larger, 'active');
  await world.control('DELETE', '/counters');
  expect(await world.sync(larger)).toMatchObject({
    state: 'succeeded',
    result: { users: { added: 60 }, groups: { added: 1100 } },
  });
  // The batch; what changed meanwhile among the users, and how many there are; how many, and two pages, of groups; how many, and one, of devices.
  expect(world.counter(larger, 'graphRequests')).toBe(8);
  await expectTruth(world, larger);
});

test.each(['users', 'groups/delta', 'devices/delta'])(
  'a listing of %s that ends early is noticed, and read again',
  async (resource) => {
    await world.sync(tenantId);
    await world.control('PATCH', at('/graph'), { longestPage: 5, deltaPageSize: 5 });
    await world.control('POST', at('/graph/quirks'), { kind: 'ends-early', resource, afterPages: 0, count: 1 });
    expect(await world.sync(tenantId, everything)).toMatchObject({ state: 'succeeded', result: { users: { removed: 0 } } });
    await expectTruth(world, tenantId);
  },
);

test.each(['users', 'groups/delta', 'devices/delta'])(
  'where a listing of %s always ends early the run is partial, and nobody is marked deleted',
  async (resource) => {
    await world.sync(tenantId);
    const before = await readRows(world, tenantId);
    await world.control('PATCH', at('/graph'), { longestPage: 5, deltaPageSize: 5 });
    await world.control('POST', at('/graph/quirks'), { kind: 'ends-early', resource, afterPages: 0, count: 100 });
    expect(await world.sync(tenantId, everything)).toMatchObject({ state: 'partial' });
    expect(await readRows(world, tenantId)).toEqual(before);
    await world.control('DELETE', at('/graph/quirks'));
    expect(await world.sync(tenantId)).toMatchObject({ state: 'succeeded' });
    await expectTruth(world, tenantId);
  },
);

test.each([
  { what: 'a part is refused', path: '/v1.0/users/delta', fault: { kind: 'server-error', status: 503 } },
  { what: 'a part is no page', path: '/v1.0/devices/delta', fault: { kind: 'empty-json' } },
  { what: 'a number is missing', path: '/v1.0/groups', fault: { kind: 'empty-json' } },
  { what: 'the batch is refused', path: '/v1.0/$batch', fault: { kind: 'server-error', status: 503 } },
  { what: 'the batch is answered with rubbish', path: '/v1.0/$batch', fault: { kind: 'rubbish' } },
])('when $what, everything is asked for one after the other', async ({ path, fault }) => {
  await ask(path, fault);
  expect(await world.sync(tenantId)).toMatchObject({ state: 'succeeded', result: { fullPass: true } });
  await expectTruth(world, tenantId);
  expect(world.counter(tenantId, 'graphRequests')).toBeGreaterThan(8);
});

test('a part that is throttled puts the run down for as long as Graph asks; then everything is asked for one after the other', async () => {
  await ask('/v1.0/groups/delta', { kind: 'throttled', retryAfter: 'seconds', retryAfterSeconds: 1, scope: null });
  const run = await world.sync(tenantId);
  expect(run).toMatchObject({ state: 'succeeded', result: { fullPass: true } });
  await expectTruth(world, tenantId);
  expect([world.counter(tenantId, 'calledTooEarly'), world.counter(tenantId, 'graphRequests')]).toEqual([0, 11]);
});

test('a tenant that does not let us read devices is read one after the other', async () => {
  await world.db.asFleet(async (tx) => {
    const { grantedPermissions } = await tx.connection.findUniqueOrThrow({ where: { tenantId } });
    const others = grantedPermissions.filter((permission) => permission !== 'Device.Read.All');
    await tx.connection.update({ where: { tenantId }, data: { grantedPermissions: others } });
  });
  const run = await world.sync(tenantId);
  expect(run.result).toMatchObject({ devices: null });
  const { items } = await readRunLog(world.db, { runId: run.id, tenantId, limit: 20 });
  expect(items.map(({ message }) => message).join()).not.toContain('in one request');
});

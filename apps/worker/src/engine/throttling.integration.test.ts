import { findRun } from '@tenantry/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestWorld, type TestWorld } from '../testing/test-world.ts';
import { expectTruth } from '../testing/truth.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startTestWorld('postgres');
  await world.startWorker();
});
afterAll(() => world.close());

async function connected(users: number): Promise<string> {
  const tenantId = await world.connect({ users, groups: 5 });
  await world.untilState(tenantId, 'active');
  return tenantId;
}

test('a throttled tenant is not called before its Retry-After has passed, and the others finish unhindered', async () => {
  const slow = await connected(900);
  const others = await Promise.all([connected(300), connected(300), connected(300)]);
  await world.control('DELETE', '/counters');
  const fault = { kind: 'throttled', retryAfterSeconds: 3, scope: 'Tenant_Application/Read/app/tenant' };
  await world.control('POST', '/faults', { target: 'graph', tenantId: slow, pathPrefix: '/v1.0/users', count: 2, fault });
  const throttled = await world.start(slow, 'directory-sync');
  expect(await world.until(throttled, ['waiting'])).toMatchObject({ reasonCode: 'throttled', attempt: 0 });
  // A proof of the same tenant waits, too.
  const proof = await world.start(slow, 'verify-connection');
  const finished = await Promise.all(others.map((tenantId) => world.sync(tenantId)));
  expect(finished.map(({ state }) => state)).toEqual(['succeeded', 'succeeded', 'succeeded']);
  expect((await findRun(world.db, throttled))?.finishedAt).toBeNull();

  expect(await world.until(throttled, ['succeeded', 'partial', 'failed'])).toMatchObject({ state: 'succeeded' });
  expect(await world.until(proof, ['succeeded', 'partial', 'failed'])).toMatchObject({ state: 'succeeded' });
  await expectTruth(world, slow);
  expect(world.counter(slow, 'calledTooEarly')).toBe(0);
}, 90_000);

test('a tenant whose limit is nearly used is slowed down before Graph throttles it', async () => {
  const tenantId = await connected(900);
  await world.control('PATCH', `/tenants/${tenantId}/graph`, { longestPage: 100 });
  // Twelve units in ten seconds; Graph warns from the tenth on.
  await world.control('PATCH', `/tenants/${tenantId}/throttle`, { scale: 0.0015 });
  await world.control('DELETE', '/counters');
  const runId = await world.start(tenantId, 'directory-sync');
  expect(await world.until(runId, ['succeeded', 'partial', 'failed'])).toMatchObject({ state: 'succeeded' });
  await expectTruth(world, tenantId);
  expect(world.counter(tenantId, 'resourceUnits')).toBeGreaterThan(20);
  expect(world.counter(tenantId, 'throttled429')).toBe(0);
}, 90_000);

test('a tenant in which Graph lets through one call for each wait is read to the end', async () => {
  const tenantId = await connected(900);
  // A third of a unit a second: never enough for everything at once, nor for two calls after a wait of one to two seconds.
  await world.control('PATCH', `/tenants/${tenantId}/throttle`, { scale: 0.0004, retryAfterSeconds: 1 });
  await world.control('DELETE', '/counters');
  const runId = await world.start(tenantId, 'directory-sync');
  const run = await world.until(runId, ['succeeded', 'partial', 'failed'], 100_000);
  expect(run).toMatchObject({ state: 'succeeded', result: { fullPass: true } });
  await expectTruth(world, tenantId);
  expect(world.counter(tenantId, 'calledTooEarly')).toBe(0);
}, 120_000);

test.each(['seconds', 'decimal', 'date', 'missing', 'garbage'])(
  'a Retry-After given as %s puts the run down and does not fail it',
  async (retryAfter) => {
    const tenantId = await connected(20);
    const fault = { kind: 'throttled', retryAfter, retryAfterSeconds: 1.5 };
    await world.control('POST', '/faults', { target: 'graph', tenantId, pathPrefix: '/v1.0/users', count: 1, fault });
    const run = await world.sync(tenantId);
    expect(run).toMatchObject({ state: 'succeeded', slice: 2 });
    expect(world.counter(tenantId, 'calledTooEarly')).toBe(0);
  },
);

test('a throttle of the whole application parks every tenant', async () => {
  const [hit, other] = [await connected(20), await connected(20)];
  const fault = { kind: 'throttled', retryAfterSeconds: 3, scope: 'Application/Read/app/tenant' };
  await world.control('POST', '/faults', { target: 'graph', tenantId: hit, pathPrefix: '/v1.0/users', count: 1, fault });
  const first = await world.start(hit, 'directory-sync');
  expect(await world.until(first, ['waiting'])).toMatchObject({ reasonCode: 'app-throttled' });
  const begun = Date.now();
  expect(await world.sync(other)).toMatchObject({ state: 'succeeded' });
  expect(Date.now() - begun).toBeGreaterThan(2000);
  expect(await world.until(first, ['succeeded', 'failed'])).toMatchObject({ state: 'succeeded' });
});

test('a throttled token endpoint parks neither Graph nor the tenant: the token in hand is used', async () => {
  const tenantId = await connected(20);
  await world.sync(tenantId);
  const fault = { kind: 'throttled', retryAfterSeconds: 60 };
  await world.control('POST', '/faults', { target: 'token', tenantId, fault });
  expect(await world.sync(tenantId)).toMatchObject({ state: 'succeeded', slice: 1 });
});

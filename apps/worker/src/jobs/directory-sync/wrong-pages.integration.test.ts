import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestWorld, type TestWorld } from '../../testing/test-world.ts';
import { expectTruth, readTruth } from '../../testing/truth.ts';

let world: TestWorld;
let tenantId: string;
const at = (path: string) => `/tenants/${tenantId}${path}`;
/** More wrong pages than a run makes attempts. */
const forEver = 100;

beforeAll(async () => {
  world = await startTestWorld('postgres');
  await world.startWorker();
  tenantId = await world.connect({ users: 400, groups: 10, membersPerGroup: 5 });
  await world.untilState(tenantId, 'active');
  await world.sync(tenantId);
  await world.control('PATCH', at('/graph'), { longestPage: 100 });
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.control('DELETE', '/faults');
  await world.control('DELETE', at('/graph/quirks'));
});

/** Lets no attempt wait for its time, until the run ends. */
async function endOf(runId: string) {
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const run = await world.until(runId, ['waiting', 'succeeded', 'partial', 'failed']);
    if (run.state !== 'waiting') return run;
    await world.db.asFleet((tx) =>
      tx.run.updateMany({ where: { id: runId, state: 'waiting' }, data: { notBefore: new Date() } }),
    );
    await expect
      .poll(async () => (await world.db.asFleet((tx) => tx.run.findUniqueOrThrow({ where: { id: runId } }))).slice)
      .not.toBe(run.slice);
  }
  throw new Error('the run does not come to its end');
}

/** Who is marked deleted and still stands in the directory. */
async function livingButMarked(): Promise<string[]> {
  const marked = { where: { deletedAt: { not: null } }, select: { id: true } };
  const gone = await world.db.asTenant(tenantId, async (tx) => [
    ...(await tx.directoryUser.findMany(marked)),
    ...(await tx.directoryGroup.findMany(marked)),
    ...(await tx.directoryDevice.findMany(marked)),
  ]);
  const { users, groups, devices } = await readTruth(world, tenantId);
  const living = new Set([...users, ...groups, ...devices].map(({ id }) => id));
  return gone.flatMap(({ id }) => (living.has(id) ? [id] : []));
}

const fail = (pathPrefix: string, fault: object) =>
  world.control('POST', '/faults', { target: 'graph', tenantId, pathPrefix, fault });
const quirk = (kind: string, resource: string, afterPages: number) =>
  world.control('POST', at('/graph/quirks'), { kind, resource, afterPages, count: forEver });

test.each([
  { what: 'a page fails for ever', make: () => fail('/v1.0/groups/delta', { kind: 'server-error', status: 503 }) },
  { what: 'a page is never more than a part of one', make: () => fail('/v1.0/groups/delta', { kind: 'rubbish' }) },
  { what: 'a page of users never has a value', make: () => quirk('no-value', 'users', 2) },
  { what: 'a page of devices never has a value', make: () => quirk('no-value', 'devices/delta', 0) },
])('when $what, the run fails and nobody is marked deleted; the next one equals the directory', async ({ what, make }) => {
  await world.control('POST', at('/churn'), { changes: 40, seed: what.length });
  await make();
  const run = await endOf(await world.start(tenantId, 'directory-sync', { fullPass: true }));
  expect(run).toMatchObject({ state: 'failed', errorDetail: { message: expect.any(String) } });
  expect(await livingButMarked()).toEqual([]);

  await world.control('DELETE', '/faults');
  await world.control('DELETE', at('/graph/quirks'));
  expect(await world.sync(tenantId)).toMatchObject({ state: 'succeeded' });
  await expectTruth(world, tenantId);
});

test('a last page that never comes shows, also when as many came back as it held', async () => {
  // Three pages of a hundred while one user is deleted, and one more user on a fourth when that one is back.
  const other = await world.connect({ users: 301, groups: 1, membersPerGroup: 1 });
  await world.untilState(other, 'active');
  const control = (method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: object) =>
    world.control(method, `/tenants/${other}${path}`, body);
  const [returning, last] = await readTruth(world, other).then(({ users }) => [users[50]?.id, users.at(-1)?.id]);
  await control('DELETE', `/users/${returning}`);
  await world.sync(other);
  await control('PATCH', '/graph', { longestPage: 100, latencyMs: 500 });
  await control('POST', '/graph/quirks', { kind: 'ends-early', resource: 'users', afterPages: 2 });
  await world.control('DELETE', '/counters');
  const runId = await world.start(other, 'directory-sync', { fullPass: true });
  // The organisation, where changes begin, the number of users; the first page is still on its way.
  await expect.poll(() => world.counter(other, 'graphRequests'), { timeout: 10_000, interval: 10 }).toBe(3);
  await control('POST', `/users/${returning}/restore`);
  await control('PATCH', '/graph', { latencyMs: 0 });
  expect(await world.until(runId, ['succeeded', 'partial', 'failed'])).toMatchObject({
    state: 'partial',
    result: { users: { removed: 0 } },
  });
  const living = await world.db.asTenant(other, (tx) => tx.directoryUser.findMany({ where: { deletedAt: null } }));
  expect(living.map(({ id }) => id)).toContain(last);

  expect(await world.sync(other)).toMatchObject({ state: 'succeeded', result: { fullPass: true } });
  await expectTruth(world, other);
});

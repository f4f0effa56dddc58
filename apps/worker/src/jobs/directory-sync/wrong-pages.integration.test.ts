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

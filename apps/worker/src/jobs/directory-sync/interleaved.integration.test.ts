import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestWorld, type TestWorld } from '../../testing/test-world.ts';
import { expectTruth, readTruth, readTruthOf } from '../../testing/truth.ts';

let world: TestWorld;
let tenantId: string;
const control = (method: 'POST' | 'PATCH', path: string, body: object) =>
  world.control(method, `/tenants/${tenantId}${path}`, body);

beforeAll(async () => {
  world = await startTestWorld('postgres');
  await world.startWorker();
  tenantId = await world.connect({ users: 20, groups: 9, membersPerGroup: 2 });
  await world.untilState(tenantId, 'active');
  await control('PATCH', '/graph', { longestPage: 3 });
});
afterAll(() => world.close());

const begunAgainAt = (runId: string, notBefore: Date) =>
  world.db.asFleet((tx) => tx.run.updateMany({ where: { id: runId, state: 'waiting' }, data: { notBefore } }));

test('a full pass that is put down loses nothing to a round of changes that another run reads meanwhile', async () => {
  await world.sync(tenantId);
  const { users, members } = await readTruth(world, tenantId);
  const [first] = await readTruthOf<{ id: string }>(world, tenantId, 'groups');
  const outside = users.filter(({ id }) => !members.some((edge) => edge.groupId === first?.id && edge.memberId === id));
  const join = (user = outside.pop()) => control('POST', `/groups/${first?.id}/members`, { memberId: user?.id });
  // The pass meets it on its first page, and the round, which begins earlier, meets it too.
  await join();

  await control('POST', '/graph/quirks', { kind: 'no-value', resource: 'groups/delta', afterPages: 2, count: 1 });
  const fullPass = await world.start(tenantId, 'directory-sync', { fullPass: true });
  await world.until(fullPass, ['waiting']);
  await begunAgainAt(fullPass, new Date(Date.now() + 3_600_000));
  // Only the round meets it: the pass has read the page on which it would stand.
  await join();
  expect(await world.sync(tenantId)).toMatchObject({ state: 'succeeded', result: { memberships: { removed: 0 } } });

  await begunAgainAt(fullPass, new Date());
  expect(await world.until(fullPass, ['succeeded', 'partial', 'failed'])).toMatchObject({
    state: 'succeeded',
    result: { groups: { removed: 0 }, memberships: { removed: 0 } },
  });
  await expectTruth(world, tenantId);
});

test('a full pass that was put down before its first page removes what went while another one was made', async () => {
  const fault = { kind: 'server-error', status: 503 };
  // The batch and the first page.
  await world.control('POST', '/faults', { target: 'graph', tenantId, pathPrefix: '/v1.0/groups/delta', count: 2, fault });
  const fullPass = await world.start(tenantId, 'directory-sync', { fullPass: true });
  await world.until(fullPass, ['waiting']);
  await begunAgainAt(fullPass, new Date(Date.now() + 3_600_000));
  expect(await world.sync(tenantId, { fullPass: true })).toMatchObject({ state: 'succeeded' });
  const [edge] = await readTruthOf<{ groupId: string; memberId: string }>(world, tenantId, 'members');
  await world.control('DELETE', `/tenants/${tenantId}/groups/${edge?.groupId}/members/${edge?.memberId}`);

  await begunAgainAt(fullPass, new Date());
  expect(await world.until(fullPass, ['succeeded', 'partial', 'failed'])).toMatchObject({
    state: 'succeeded',
    result: { memberships: { removed: 1 } },
  });
  await expectTruth(world, tenantId);
});

import { readRunLog, readTimeline } from '@tenantry/domain';
import { directoryRegistrationClientId } from '@tenantry/emulator';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readByGraphClient } from '../../testing/read-by-graph-client.ts';
import { startTestWorld, type TestWorld } from '../../testing/test-world.ts';
import { expectCounts, expectTruth, readRows } from '../../testing/truth.ts';

describe.each(['postgres', 'redis'] as const)('a directory-sync with the queue on %s', (kind) => {
  let world: TestWorld;
  let tenantId: string;
  const at = (path: string) => `/tenants/${tenantId}${path}`;

  beforeAll(async () => {
    world = await startTestWorld(kind);
    await world.startWorker();
    tenantId = await world.connect({ users: 1500, groups: 60, membersPerGroup: 20 });
    await world.untilState(tenantId, 'active');
    await world.sync(tenantId);
  });
  afterAll(() => world.close());
  beforeEach(() => world.control('DELETE', '/counters'));

  test('makes the rows equal to the directory the first time', async () => {
    await expectTruth(world, tenantId);
    const tenant = await world.db.asFleet((tx) => tx.tenant.findUniqueOrThrow({ where: { tenantId } }));
    await expectCounts(world, tenantId);
    expect(tenant.directorySyncedAt).not.toBeNull();
  });

  test('makes no full pass the second time', async () => {
    const run = await world.sync(tenantId);
    expect(run).toMatchObject({ state: 'succeeded', result: { fullPass: false, users: { added: 0, changed: 0, removed: 0 } } });
    expect(world.counter(tenantId, 'fullPassPages')).toBe(0);
    expect(world.counter(tenantId, 'deltaPages')).toBe(3);
    expect(world.counter(tenantId, 'graphRequests')).toBe(1);
  });

  test('follows a rename, a disabling, a deletion, a restore, a re-add, a member removed and a group deleted', async () => {
    const { users, groups, members } = await readRows(world, tenantId);
    const [renamed, disabled, deleted, restored] = users.slice(100, 104).map(({ id }) => id);
    await world.control('PATCH', at(`/users/${renamed}`), {
      displayName: 'Renamed “\u202e”',
      userPrincipalName: 'renamed@new.example',
    });
    await world.control('PATCH', at(`/users/${disabled}`), { accountEnabled: false });
    await world.control('DELETE', at(`/users/${deleted}`));
    await world.control('DELETE', at(`/users/${restored}`));
    const membership = members.find(({ memberType }) => memberType === 'user');
    await world.control('DELETE', at(`/groups/${membership?.groupId}/members/${membership?.memberId}`));
    const dissolved = groups.find(({ id }) => id !== membership?.groupId)?.id;
    await world.control('DELETE', at(`/groups/${dissolved}`));
    await world.sync(tenantId);
    await expectTruth(world, tenantId);
    const gone = await world.db.asTenant(tenantId, (tx) => tx.directoryUser.findMany({ where: { deletedAt: { not: null } } }));
    expect(gone.map(({ id }) => id).toSorted()).toEqual([deleted, restored].toSorted());

    await world.control('POST', at(`/users/${restored}/restore`));
    await world.control('POST', at('/users'), { displayName: 'Back again' });
    await world.control('POST', at(`/groups/${membership?.groupId}/members`), { memberId: membership?.memberId });
    await world.control('POST', at('/groups'), { displayName: 'New and empty' });
    const run = await world.sync(tenantId);
    expect(run.result).toMatchObject({ fullPass: false, users: { added: 2 }, groups: { added: 1 } });
    await expectTruth(world, tenantId);
    expect(world.counter(tenantId, 'fullPassPages')).toBe(0);
  });

  test("equals, row by row, what Microsoft's own client reads", async () => {
    const rows = await readRows(world, tenantId);
    const read = await readByGraphClient(world, tenantId);
    const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id);
    const edges = (of: typeof read.members) => of.map((edge) => `${edge.groupId} ${edge.memberId} ${edge.memberType}`).toSorted();
    const users = rows.users.map(({ id, displayName, userPrincipalName, accountEnabled }) => ({
      id,
      displayName,
      userPrincipalName,
      accountEnabled,
    }));
    expect(users).toEqual(read.users.toSorted(byId));
    expect(edges(rows.members)).toEqual(edges(read.members));
  });

  test('follows hundreds of random changes, told in any order and more than once', async () => {
    await world.control('PATCH', at('/graph'), { replay: true, deltaPageSize: 20 });
    for (const seed of [1, 2, 3]) {
      await world.control('POST', at('/churn'), { changes: 300, seed });
      await world.sync(tenantId);
      await expectTruth(world, tenantId);
    }
    expect(world.counter(tenantId, 'fullPassPages')).toBe(0);
    await world.control('PATCH', at('/graph'), { replay: false, deltaPageSize: 200 });
  });

  test.each(['gone', 'sync-state-not-found'] as const)(
    'makes a full pass when the delta state is lost (%s), and finds deletions by it',
    async (how) => {
      await world.control('POST', at('/churn'), { changes: 100, seed: 7 });
      await world.control('PATCH', at('/graph'), { lostDeltaAnswer: how });
      await world.control('POST', at('/graph/lose-delta'));
      const run = await world.sync(tenantId);
      expect(run).toMatchObject({ state: 'succeeded', result: { fullPass: true } });
      await expectTruth(world, tenantId);
    },
  );

  test('begins a listing again when Graph no longer knows the place in it', async () => {
    await world.control('PATCH', at('/graph'), { longestPage: 100, latencyMs: 30 });
    const runId = await world.start(tenantId, 'directory-sync', { fullPass: true });
    await expect.poll(() => world.counter(tenantId, 'fullPassPages'), { timeout: 20_000, interval: 10 }).toBeGreaterThan(4);
    await world.control('POST', at('/graph/expire-page-tokens'));
    expect(await world.until(runId, ['succeeded', 'partial', 'failed'])).toMatchObject({ state: 'succeeded' });
    const { items } = await readRunLog(world.db, { runId, tenantId, limit: 50 });
    expect(items.map(({ message }) => message).join()).toContain('begins again');
    await expectTruth(world, tenantId);
    await world.control('PATCH', at('/graph'), { longestPage: 999, latencyMs: 0 });
  });

  test('asks once only where a pass begins, also when its first page is refused', async () => {
    await world.sync(tenantId, { fullPass: true });
    const undisturbed = world.counter(tenantId, 'graphRequests');
    await world.control('DELETE', '/counters');
    const fault = { kind: 'server-error', status: 503 };
    await world.control('POST', '/faults', { target: 'graph', tenantId, pathPrefix: '/v1.0/groups/delta', count: 1, fault });
    const runId = await world.start(tenantId, 'directory-sync', { fullPass: true });
    await world.until(runId, ['waiting']);
    const { checkpoint } = await world.db.asFleet((tx) => tx.run.findUniqueOrThrow({ where: { id: runId } }));
    expect(checkpoint).toMatchObject({ phase: 'groups', pass: { kind: 'full', done: 0 } });
    expect(await world.until(runId, ['succeeded', 'partial', 'failed'])).toMatchObject({ state: 'succeeded' });
    expect(world.counter(tenantId, 'graphRequests')).toBe(undisturbed + 1);
    await expectTruth(world, tenantId);
  });

  test.each([
    { resource: 'users', afterPages: 2 },
    { resource: 'groups/delta', afterPages: 0 },
    { resource: 'devices/delta', afterPages: 0 },
  ])('ends partial and removes nothing when a listing of $resource ends early', async (early) => {
    await world.control('PATCH', at('/graph'), { longestPage: 200 });
    await world.control('POST', at('/graph/quirks'), { kind: 'ends-early', ...early });
    const before = await readRows(world, tenantId);
    const run = await world.sync(tenantId, { fullPass: true });
    expect(run).toMatchObject({
      state: 'partial',
      result: { users: { removed: 0 }, groups: { removed: 0 }, devices: { removed: 0 } },
    });
    expect(await readRows(world, tenantId)).toEqual(before);
    await world.control('PATCH', at('/graph'), { longestPage: 999 });
    expect(await world.sync(tenantId)).toMatchObject({ state: 'succeeded', result: { fullPass: true } });
    await expectTruth(world, tenantId);
  });

  test('does not follow a next link to another host, and puts the run down', async () => {
    await world.control('PATCH', at('/graph'), { longestPage: 200 });
    await world.control('POST', at('/graph/quirks'), { kind: 'foreign-next-link', resource: 'users', afterPages: 2 });
    const runId = await world.start(tenantId, 'directory-sync', { fullPass: true });
    const waiting = await world.until(runId, ['waiting', 'failed']);
    expect(waiting).toMatchObject({ state: 'waiting', reasonCode: 'link-refused' });
    expect(await world.until(runId, ['succeeded', 'partial', 'failed'])).toMatchObject({ state: 'succeeded' });
    await expectTruth(world, tenantId);
    await world.control('PATCH', at('/graph'), { longestPage: 999 });
  });

  test.each([
    { why: 'is older than six days', change: { savedAt: new Date(Date.now() - 6.1 * 86_400_000) } },
    { why: 'was saved for other properties', change: { selectHash: 'another' } },
  ])('makes a full pass when the delta link $why', async ({ change }) => {
    await world.db.asTenant(tenantId, (tx) => tx.directoryCursor.updateMany({ data: change }));
    expect(await world.sync(tenantId)).toMatchObject({ state: 'succeeded', result: { fullPass: true, users: { removed: 0 } } });
    expect(await world.sync(tenantId)).toMatchObject({ result: { fullPass: false } });
  });

  test('begins a listing again, in the same full pass, when the place in it is older than 20 minutes', async () => {
    await world.control('PATCH', at('/graph'), { longestPage: 200 });
    await world.control('POST', at('/graph/quirks'), { kind: 'no-value', resource: 'users', afterPages: 2 });
    const runId = await world.start(tenantId, 'directory-sync', { fullPass: true });
    await world.until(runId, ['waiting']);
    const { checkpoint } = await world.db.asFleet((tx) => tx.run.findUniqueOrThrow({ where: { id: runId } }));
    const stopped = checkpoint as { pass: { nextLinkAt: string; generation: number } };
    const older = { ...stopped, pass: { ...stopped.pass, nextLinkAt: new Date(Date.now() - 21 * 60_000).toISOString() } };
    await world.db.asFleet((tx) => tx.run.update({ where: { id: runId }, data: { checkpoint: older } }));
    expect(await world.until(runId, ['succeeded', 'partial', 'failed'])).toMatchObject({ state: 'succeeded' });
    const { items } = await readRunLog(world.db, { runId, tenantId, limit: 50 });
    expect(items.map(({ message }) => message).join()).toContain('too old to be tried');
    const users = await world.db.asTenant(tenantId, (tx) => tx.directoryUser.findMany({ where: { deletedAt: null } }));
    expect(new Set(users.map(({ generation }) => generation))).toEqual(new Set([stopped.pass.generation]));
    await expectTruth(world, tenantId);
    await world.control('PATCH', at('/graph'), { longestPage: 999 });
  });

  test('begins again from a position that cannot be read, and says so in its timeline', async () => {
    const runId = await world.start(tenantId, 'directory-sync', {}, new Date());
    await world.until(runId, ['succeeded']);
    await world.db.asFleet((tx) =>
      tx.run.update({
        where: { id: runId },
        data: { checkpoint: { phase: 'elsewhere' }, state: 'waiting', rungAt: null, finishedAt: null },
      }),
    );
    await world.until(runId, ['succeeded']);
    const restarted = (await readTimeline(world.db, { runId, tenantId, limit: 50 })).find(({ kind }) => kind === 'restarted');
    expect(restarted?.detail).toMatchObject({ why: expect.stringContaining('could not be read') });
  });

  test('follows a device that is renamed, disabled, deleted and added', async () => {
    const { devices } = await readRows(world, tenantId);
    const [changed, deleted] = devices.map(({ id }) => id);
    await world.control('PATCH', at(`/devices/${changed}`), { displayName: 'KIOSK-1', accountEnabled: false });
    await world.control('DELETE', at(`/devices/${deleted}`));
    await world.control('POST', at('/devices'), { displayName: 'TABLET-7' });
    const run = await world.sync(tenantId);
    expect(run).toMatchObject({ state: 'succeeded', result: { devices: { added: 1, changed: 1, removed: 1 } } });
    await expectTruth(world, tenantId);
  });

  test('is whole without devices where the permission for them is lost, and knows no number of them', async () => {
    const principal = at(`/service-principals/${directoryRegistrationClientId}`);
    await world.control('DELETE', `${principal}/roles/Device.Read.All`);
    // The token that the worker still holds has the role.
    await world.db.asFleet((tx) => tx.connection.update({ where: { tenantId }, data: { tokenGeneration: { increment: 1 } } }));
    const before = await readRows(world, tenantId);
    // Twice: while the last proof still names the permission, and when the heartbeat has seen that it is gone.
    expect(await world.sync(tenantId)).toMatchObject({ state: 'succeeded', result: { devices: null } });
    await world.untilState(tenantId, 'degraded');
    expect(await world.sync(tenantId)).toMatchObject({ state: 'succeeded', result: { devices: null } });
    expect((await readRows(world, tenantId)).users).toEqual(before.users);
    const tenant = await world.db.asFleet((tx) => tx.tenant.findUniqueOrThrow({ where: { tenantId } }));
    expect(tenant.deviceCount).toBeNull();
    await world.control('POST', `${principal}/grant`, {});
  });
});

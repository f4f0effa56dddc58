import { readRunLog, readTimeline } from '@tenantry/domain';
import { directoryRegistrationClientId } from '@tenantry/emulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endWorker, forkWorker } from '../../testing/child-worker.ts';
import { readResultRows, runJob } from '../../testing/result-rows.ts';
import { startTestWorld, type TestWorld } from '../../testing/test-world.ts';
import { readTruthOf } from '../../testing/truth.ts';

interface Edge {
  groupId: string;
  memberId: string;
  memberType: string;
}
interface Row extends Edge {
  group: string;
  member: string | null;
  members: number | null;
  userPrincipalName: string | null;
}

let world: TestWorld;
let tenantId: string;
const at = (path: string) => `/tenants/${tenantId}${path}`;

beforeAll(async () => {
  world = await startTestWorld('postgres');
  tenantId = await world.connect({ users: 2000, groups: 40, membersPerGroup: 60 });
});
afterAll(() => world.close());

const edge = ({ groupId, memberId, memberType }: Edge) => `${groupId} ${memberId} ${memberType}`;

/** Groups with the number of their members, and every edge, by the emulator's own account. */
async function expectExport(rows: Row[], what: 'members' | 'transitive-members', wanted = (_group: string) => true) {
  const groups = (await readTruthOf<{ id: string; displayName: string }>(world, tenantId, 'groups')).filter(({ displayName }) =>
    wanted(displayName),
  );
  const ids = new Set(groups.map(({ id }) => id));
  const edges = (await readTruthOf<Edge>(world, tenantId, what)).filter(({ groupId }) => ids.has(groupId));
  expect(rows.filter(({ memberId }) => memberId !== null).map(edge)).toEqual(edges.map(edge).toSorted());
  const heads = rows.filter(({ memberId }) => memberId === null).map(({ groupId, group, members }) => [groupId, group, members]);
  const counted = groups.map(({ id, displayName }) => [id, displayName, edges.filter(({ groupId }) => groupId === id).length]);
  expect(heads).toEqual(counted.toSorted((a, b) => String(a[0]).localeCompare(String(b[0]))));
  return { groups: groups.length, members: edges.length };
}

test('survives workers that are killed in the middle, and lists every member of every group', { timeout: 90_000 }, async () => {
  let child = await forkWorker(world);
  await world.untilState(tenantId, 'active');
  await world.control('PATCH', at('/graph'), { longestPage: 25, latencyMs: 15 });
  const runId = await world.start(tenantId, 'group-membership-export');
  for (const members of [200, 900]) {
    const read = async () => (await world.db.asTenant(tenantId, (tx) => tx.runResult.count({ where: { runId } }))) - 40;
    await expect.poll(read, { timeout: 40_000, interval: 10 }).toBeGreaterThan(members);
    await endWorker(child, 'SIGKILL');
    child = await forkWorker(world);
  }
  const run = await world.until(runId, ['succeeded', 'partial', 'failed'], 60_000);
  await endWorker(child, 'SIGTERM');
  expect(run.state).toBe('succeeded');
  const { groups, members } = await expectExport(await readResultRows<Row>(world, run), 'transitive-members');
  expect(run.result).toMatchObject({ groups, members });
  const stored = await world.db.asFleet((tx) => tx.run.findUniqueOrThrow({ where: { id: runId } }));
  expect(stored.resultRows).toBe(groups + members);
  const timeline = await readTimeline(world.db, { runId, tenantId, limit: 500 });
  expect(timeline.some(({ kind }) => kind === 'worker-lost')).toBe(true);
  await world.control('PATCH', at('/graph'), { longestPage: 999, latencyMs: 0 });
  await world.startWorker();
});

test('lists only direct members when it is asked to, with their names', async () => {
  const run = await runJob(world, tenantId, 'group-membership-export', { transitive: false });
  const rows = await readResultRows<Row>(world, run);
  await expectExport(rows, 'members');
  const users = await readTruthOf<{ id: string; displayName: string; userPrincipalName: string }>(world, tenantId, 'users');
  const names = new Map(users.map((user) => [user.id, [user.displayName, user.userPrincipalName]]));
  for (const row of rows.filter(({ memberType }) => memberType === 'user')) {
    expect([row.member, row.userPrincipalName]).toEqual(names.get(row.memberId));
  }
});

test('finds groups by a part of their name, in any case', async () => {
  const [first] = await readTruthOf<{ displayName: string }>(world, tenantId, 'groups');
  const search = (first?.displayName ?? '').slice(0, 6).toUpperCase();
  const run = await runJob(world, tenantId, 'group-membership-export', { search });
  const found = await expectExport(await readResultRows<Row>(world, run), 'transitive-members', (name) =>
    name.toUpperCase().includes(search),
  );
  expect(found.groups).toBeGreaterThan(0);
});

test('takes groups by id, and is partial when there is none of an id', async () => {
  const [first, second] = await readTruthOf<{ id: string; displayName: string }>(world, tenantId, 'groups');
  const wanted = [first?.displayName, second?.displayName];
  const groupIds = [first?.id, second?.id];
  const whole = await runJob(world, tenantId, 'group-membership-export', { groupIds });
  expect(whole).toMatchObject({ state: 'succeeded', result: { groups: 2 } });
  await expectExport(await readResultRows<Row>(world, whole), 'transitive-members', (name) => wanted.includes(name));
  const unknown = [...groupIds, 'bbbbbbbb-0000-4000-8000-000000000000'];
  const run = await runJob(world, tenantId, 'group-membership-export', { groupIds: unknown });
  expect(run).toMatchObject({ state: 'partial', result: { groups: 2 } });
});

test.each([
  { resource: 'groups', longestPage: 10 },
  { resource: 'transitiveMembers', longestPage: 20 },
])('ends partial when a listing of $resource ends early', async ({ resource, longestPage }) => {
  await world.control('PATCH', at('/graph'), { longestPage });
  await world.control('POST', at('/graph/quirks'), { kind: 'ends-early', resource, afterPages: 0 });
  expect(await runJob(world, tenantId, 'group-membership-export')).toMatchObject({ state: 'partial' });
  await world.control('PATCH', at('/graph'), { longestPage: 999 });
});

test('begins a group again when the place in it is lost, and keeps the others', async () => {
  await world.control('PATCH', at('/graph'), { longestPage: 10, latencyMs: 20 });
  const runId = await world.start(tenantId, 'group-membership-export');
  const read = async () => (await world.db.asFleet((tx) => tx.run.findUniqueOrThrow({ where: { id: runId } }))).resultRows ?? 0;
  await expect.poll(read, { timeout: 30_000, interval: 10 }).toBeGreaterThan(300);
  await world.control('POST', at('/graph/expire-page-tokens'));
  await world.control('PATCH', at('/graph'), { longestPage: 999, latencyMs: 0 });
  const run = await world.until(runId, ['succeeded', 'partial', 'failed']);
  expect(run.state).toBe('succeeded');
  const { items } = await readRunLog(world.db, { runId, tenantId, limit: 50 });
  expect(items.map(({ message }) => message).join()).toContain('begins again');
  const { groups, members } = await expectExport(await readResultRows<Row>(world, run), 'transitive-members');
  expect(await read()).toBe(groups + members);
});

test('leaves out a group that is deleted before its members are read', async () => {
  await world.control('PATCH', at('/graph'), { longestPage: 5, latencyMs: 30 });
  const runId = await world.start(tenantId, 'group-membership-export');
  const read = async () => (await world.db.asFleet((tx) => tx.run.findUniqueOrThrow({ where: { id: runId } }))).resultRows ?? 0;
  await expect.poll(read, { timeout: 30_000, interval: 10 }).toBeGreaterThan(45);
  const last = (await readTruthOf<{ id: string }>(world, tenantId, 'groups'))
    .map(({ id }) => id)
    .toSorted()
    .at(-1);
  await world.control('DELETE', at(`/groups/${last}`));
  await world.control('PATCH', at('/graph'), { longestPage: 999, latencyMs: 0 });
  const run = await world.until(runId, ['succeeded', 'partial', 'failed']);
  expect(run).toMatchObject({ state: 'succeeded', result: { groups: 39 } });
  const rows = await readResultRows<Row>(world, run);
  expect(rows.some(({ groupId }) => groupId === last)).toBe(false);
  expect(await read()).toBe(rows.length);
});

test('lists members without names where it may not read users', async () => {
  await world.control('DELETE', at(`/service-principals/${directoryRegistrationClientId}/roles/User.Read.All`));
  await runJob(world, tenantId, 'verify-connection');
  await world.untilState(tenantId, 'degraded');
  const run = await runJob(world, tenantId, 'group-membership-export');
  expect(run.state).toBe('succeeded');
  const users = (await readResultRows<Row>(world, run)).filter(({ memberType }) => memberType === 'user');
  expect(users.length).toBeGreaterThan(0);
  for (const row of users) expect([row.member, row.userPrincipalName]).toEqual([null, null]);
});

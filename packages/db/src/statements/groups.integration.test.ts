import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { countDirectory } from './count-directory.ts';
import { type GroupRow, removeGroups, sweepGroups, writeGroups } from './groups.ts';
import { addMemberships, removeMemberships, sweepMemberships } from './memberships.ts';

let tenantId = '';
let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());
beforeEach(() => {
  tenantId = crypto.randomUUID();
});

const idOf = (n: number) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
const group = (n: number, change: Partial<GroupRow> = {}): GroupRow => ({
  id: idOf(n),
  displayName: `Group ${n}`,
  mail: null,
  mailEnabled: false,
  securityEnabled: true,
  ...change,
});
const edge = (groupNumber: number, memberNumber: number, memberType = 'user') => ({
  groupId: idOf(groupNumber),
  memberId: idOf(memberNumber),
  memberType,
});
const day = (n: number) => new Date(Date.UTC(2026, 0, n));

const write = (groups: GroupRow[], generation: number, now: Date) =>
  db.database.asTenant(tenantId, (tx) => writeGroups(tx, tenantId, groups, generation, now));
const add = (edges: ReturnType<typeof edge>[], generation: number) =>
  db.database.asTenant(tenantId, (tx) => addMemberships(tx, tenantId, edges, generation));
const readGroups = () => db.database.asTenant(tenantId, (tx) => tx.directoryGroup.findMany({ orderBy: { id: 'asc' } }));
const readEdges = () =>
  db.database.asTenant(tenantId, (tx) =>
    tx.directoryMembership.findMany({
      orderBy: [{ groupId: 'asc' }, { memberId: 'asc' }],
      omit: { tenantId: true, generation: true },
    }),
  );

test('groups are added, changed only where they differ, and carry the generation of a full pass', async () => {
  expect(await write([group(1), group(2)], 1, day(1))).toEqual({ added: 2, changed: 0 });
  expect(await write([group(1), group(2, { displayName: 'Renamed' })], 2, day(2))).toEqual({ added: 0, changed: 1 });
  expect(await readGroups()).toEqual([
    { tenantId, ...group(1), generation: 2, changedAt: day(1), deletedAt: null },
    { tenantId, ...group(2, { displayName: 'Renamed' }), generation: 2, changedAt: day(2), deletedAt: null },
  ]);
});

test('a removed group is tombstoned, its memberships are deleted, and it comes back as added without them', async () => {
  await write([group(1), group(2)], 1, day(1));
  await add([edge(1, 7), edge(2, 7), edge(2, 1, 'group')], 1);
  expect(await db.database.asTenant(tenantId, (tx) => removeGroups(tx, tenantId, [idOf(1), idOf(9)], day(2)))).toBe(1);
  expect(await readEdges()).toEqual([edge(2, 1, 'group'), edge(2, 7)]);
  expect(await db.database.asTenant(tenantId, (tx) => countDirectory(tx, tenantId))).toEqual({
    users: 0,
    groups: 1,
    memberships: 2,
    devices: 0,
  });
  expect(await write([group(1)], 1, day(3))).toEqual({ added: 1, changed: 0 });
  expect((await readGroups())[0]).toMatchObject({ deletedAt: null, changedAt: day(3) });
});

test('a sweep of groups tombstones what the full pass did not see, with the memberships in it', async () => {
  await write([group(1), group(2)], 1, day(1));
  await add([edge(1, 7), edge(2, 7)], 1);
  await write([group(2)], 2, day(2));
  expect(await db.database.asTenant(tenantId, (tx) => sweepGroups(tx, tenantId, 2, day(2)))).toBe(1);
  expect(await readEdges()).toEqual([edge(2, 7)]);
  expect((await readGroups()).map(({ deletedAt }) => deletedAt)).toEqual([day(2), null]);
});

test('edges are added once, the last type of one counts, and they are removed by their two ends', async () => {
  expect(await add([edge(1, 7, 'device'), edge(1, 8), edge(1, 7)], 1)).toBe(2);
  expect(await add([edge(1, 7), edge(1, 9)], 1)).toBe(1);
  expect(await readEdges()).toEqual([edge(1, 7), edge(1, 8), edge(1, 9)]);
  const remove = () => db.database.asTenant(tenantId, (tx) => removeMemberships(tx, tenantId, [edge(1, 8), edge(2, 9)]));
  expect(await remove()).toBe(1);
  expect(await remove()).toBe(0);
  expect(await readEdges()).toEqual([edge(1, 7), edge(1, 9)]);
});

test('a sweep of memberships deletes the edges that the full pass did not see', async () => {
  await add([edge(1, 7), edge(1, 8)], 1);
  expect(await add([edge(1, 8)], 2)).toBe(0);
  expect(await db.database.asTenant(tenantId, (tx) => sweepMemberships(tx, tenantId, 2))).toBe(1);
  expect(await readEdges()).toEqual([edge(1, 8)]);
});

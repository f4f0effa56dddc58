import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { countDirectory } from './count-directory.ts';
import { packUsers, removeUsers, sweepUsers, type UserRow, writeUsers } from './users.ts';

const other = '0b000000-0000-4000-8000-000000000002';
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
const user = (n: number, change: Partial<UserRow> = {}): UserRow => ({
  id: idOf(n),
  displayName: `User ${n}`,
  userPrincipalName: `user${n}@contoso.example`,
  mail: null,
  accountEnabled: true,
  userType: 'Member',
  ...change,
});
const day = (n: number) => new Date(Date.UTC(2026, 0, n));

const write = (users: UserRow[], generation: number, now: Date) =>
  db.database.asTenant(tenantId, (tx) => writeUsers(tx, tenantId, packUsers(users), generation, now));
const remove = (ids: string[], now: Date) => db.database.asTenant(tenantId, (tx) => removeUsers(tx, tenantId, ids, now));
const sweep = (generation: number, now: Date) =>
  db.database.asTenant(tenantId, (tx) => sweepUsers(tx, tenantId, generation, now));
const read = () => db.database.asTenant(tenantId, (tx) => tx.directoryUser.findMany({ orderBy: { id: 'asc' } }));
/** Changes with every write of the row, whatever it writes. */
const versions = () =>
  db.database.asTenant(tenantId, (tx) => tx.$queryRaw`select id, xmin::text, ctid::text from directory_user order by id`);

describe('writing users', () => {
  test('new users are added with all their fields', async () => {
    expect(
      await write([user(1, { mail: 'one@contoso.example' }), user(2, { displayName: null, accountEnabled: null })], 1, day(1)),
    ).toEqual({ added: 2, changed: 0 });
    expect(await read()).toEqual([
      { tenantId, ...user(1, { mail: 'one@contoso.example' }), generation: 1, changedAt: day(1), deletedAt: null },
      { tenantId, ...user(2, { displayName: null, accountEnabled: null }), generation: 1, changedAt: day(1), deletedAt: null },
    ]);
  });

  test('in a delta pass an equal user is not written and a different one is', async () => {
    await write([user(1), user(2)], 1, day(1));
    const [first, second] = (await versions()) as unknown[];
    expect(await write([user(1), user(2, { mail: 'new@contoso.example' })], 1, day(2))).toEqual({ added: 0, changed: 1 });
    const [firstAfter, secondAfter] = (await versions()) as unknown[];
    expect(firstAfter).toEqual(first);
    expect(secondAfter).not.toEqual(second);
    expect((await read()).map(({ changedAt }) => changedAt)).toEqual([day(1), day(2)]);
  });

  test('in a full pass an equal user gets the generation and keeps the instant of its last change', async () => {
    await write([user(1)], 1, day(1));
    expect(await write([user(1)], 2, day(2))).toEqual({ added: 0, changed: 0 });
    expect(await read()).toMatchObject([{ generation: 2, changedAt: day(1) }]);
  });

  test('of an id that occurs twice on a page the last one counts', async () => {
    expect(
      await write(
        [user(1, { mail: 'first@contoso.example' }), user(1, { id: idOf(1).toUpperCase(), mail: 'last@contoso.example' })],
        1,
        day(1),
      ),
    ).toEqual({ added: 1, changed: 0 });
    expect(await read()).toMatchObject([{ id: idOf(1), mail: 'last@contoso.example' }]);
  });

  test('a removed user is tombstoned once, and comes back as added, also when nothing else changed', async () => {
    await write([user(1), user(2)], 1, day(1));
    expect(await remove([idOf(1), idOf(9)], day(2))).toBe(1);
    expect(await remove([idOf(1)], day(3))).toBe(0);
    expect(await read()).toMatchObject([{ deletedAt: day(2), changedAt: day(2) }, { deletedAt: null }]);
    expect(await write([user(1)], 1, day(4))).toEqual({ added: 1, changed: 0 });
    expect(await read()).toMatchObject([{ deletedAt: null, changedAt: day(4) }, { deletedAt: null }]);
  });

  test('a sweep tombstones who was not seen by the full pass, and nobody of another tenant', async () => {
    await db.database.asTenant(other, (tx) => writeUsers(tx, other, packUsers([user(1)]), 1, day(1)));
    await write([user(1), user(2), user(3)], 1, day(1));
    await write([user(2)], 2, day(2));
    expect(await sweep(2, day(3))).toBe(2);
    expect((await read()).filter(({ deletedAt }) => deletedAt === null).map(({ id }) => id)).toEqual([idOf(2)]);
    expect(await db.database.asTenant(other, (tx) => countDirectory(tx, other))).toMatchObject({ users: 1 });
  });

  test('characters that PostgreSQL cannot store become U+FFFD, and a written-out escape stays as it is', async () => {
    await write([user(1, { displayName: 'a\0b', mail: 'half \ud800', userType: '\\u0000' })], 1, day(1));
    expect(await read()).toMatchObject([{ displayName: 'a\ufffdb', mail: 'half \ufffd', userType: '\\u0000' }]);
  });

  test('an empty page changes nothing', async () => {
    expect(await write([], 1, day(1))).toEqual({ added: 0, changed: 0 });
    expect(await remove([], day(1))).toBe(0);
  });

  test('rows for another tenant than the scope are refused', async () => {
    await expect(db.database.asTenant(tenantId, (tx) => writeUsers(tx, other, packUsers([user(5)]), 1, day(1)))).rejects.toThrow(
      /row-level security/,
    );
  });
});

test('any sequence of pages, removals and sweeps leaves what a naive model has', async () => {
  const draw = seeded(20_261_121);
  const model = new Map<string, UserRow & { generation: number; changedAt: Date; deletedAt: Date | null }>();
  let generation = 1;
  for (let step = 1; step <= 120; step++) {
    const now = day(step);
    const kind = draw(10);
    if (kind === 0) generation++;
    if (kind === 1) {
      const stale = [...model.values()].filter((row) => row.generation < generation && !row.deletedAt);
      for (const row of stale) Object.assign(row, { deletedAt: now, changedAt: now });
      expect(await sweep(generation, now)).toBe(stale.length);
    } else if (kind < 4) {
      const ids = Array.from({ length: draw(6) }, () => idOf(draw(20)));
      const gone = [...new Set(ids)].map((id) => model.get(id)).filter((row) => row && !row.deletedAt);
      for (const row of gone) Object.assign(row ?? {}, { deletedAt: now, changedAt: now });
      expect(await remove(ids, now)).toBe(gone.length);
    } else {
      const page = Array.from({ length: draw(8) }, () =>
        user(draw(20), { mail: [null, 'a', 'b'][draw(3)] ?? null, accountEnabled: draw(2) === 0 }),
      );
      const counted = { added: 0, changed: 0 };
      for (const row of new Map(page.map((one) => [one.id, one])).values()) {
        const kept = model.get(row.id);
        const isLive = kept && !kept.deletedAt;
        const isEqual = isLive && kept.mail === row.mail && kept.accountEnabled === row.accountEnabled;
        if (!isLive) counted.added++;
        else if (!isEqual) counted.changed++;
        model.set(row.id, { ...row, generation, changedAt: isEqual ? kept.changedAt : now, deletedAt: null });
      }
      expect(await write(page, generation, now)).toEqual(counted);
    }
  }
  const expected = [...model.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).map((row) => ({ tenantId, ...row }));
  expect(await read()).toEqual(expected);
  expect(expected.some(({ deletedAt }) => deletedAt)).toBe(true);
});

/** The same numbers in every run (Park and Miller, 1988). */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

import { randomUUID } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '@tenantry/db/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { drainBudget, pauseBudget, takeUnits } from './graph-budget.ts';

let test: TestDatabase;
const begun = new Date('2026-03-01T12:00:00Z');
const after = (ms: number) => new Date(begun.getTime() + ms);
const bucket = { scope: 'app', capacity: 1000, perSecond: 100 };
const take = (wanted: number, now: Date, more: Partial<typeof bucket> = {}) =>
  takeUnits(test.database, { ...bucket, ...more, wanted, now });

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(() => test.database.asFleet((tx) => tx.graphBudget.deleteMany()));

describe('a bucket', () => {
  it('is full at first, gives what is there, and says after how long the rest will be', async () => {
    expect(await take(600, begun)).toEqual({ granted: 600, waitMs: 0, pausedUntil: null });
    expect(await take(600, begun)).toEqual({ granted: 400, waitMs: 2000, pausedUntil: null });
    expect(await take(50, begun)).toEqual({ granted: 0, waitMs: 500, pausedUntil: null });
  });

  it('fills with time, and never above its capacity', async () => {
    await take(1000, begun);
    expect(await take(500, after(3000))).toMatchObject({ granted: 300, waitMs: 2000 });
    expect(await take(5000, after(3_600_000))).toMatchObject({ granted: 1000, waitMs: 0 });
    expect(await take(1, after(3_600_000))).toMatchObject({ granted: 0, waitMs: 10 });
  });

  it('grants whole units and loses no fraction of one', async () => {
    await take(1000, begun);
    let granted = 0;
    for (let ms = 7; ms <= 7000; ms += 7) granted += (await take(1000, after(ms))).granted;
    expect(granted).toBe(700);
  });

  it('is not filled by a clock that is behind', async () => {
    await take(1000, after(10_000));
    expect(await take(10, begun)).toMatchObject({ granted: 0, waitMs: 10_100 });
  });

  it('that became smaller holds no more than that', async () => {
    await take(10, begun);
    expect(await take(1000, begun, { capacity: 300 })).toMatchObject({ granted: 300 });
    expect(await take(1, begun, { capacity: 300 })).toMatchObject({ granted: 0 });
  });

  it('of one tenant is not that of another, nor the app’s', async () => {
    await take(1000, begun);
    expect(await take(1000, begun, { scope: 'c0000000-0000-4000-8000-000000000001' })).toMatchObject({ granted: 1000 });
  });
});

describe('a pause', () => {
  it('grants nothing until it has passed, and the bucket begins empty then', async () => {
    await take(1, begun);
    await pauseBudget(test.database, { scope: 'app', until: after(5000) });
    expect(await take(100, after(2000))).toEqual({ granted: 0, waitMs: 4000, pausedUntil: after(5000) });
    expect(await take(100, after(5000))).toEqual({ granted: 0, waitMs: 1000, pausedUntil: null });
    expect(await take(100, after(6000))).toEqual({ granted: 100, waitMs: 0, pausedUntil: null });
  });

  it('holds for a bucket that nobody had taken from', async () => {
    await pauseBudget(test.database, { scope: 'app', until: after(5000) });
    expect(await take(100, begun)).toEqual({ granted: 0, waitMs: 6000, pausedUntil: after(5000) });
  });

  it('that is shorter never replaces a longer one', async () => {
    await pauseBudget(test.database, { scope: 'app', until: after(5000) });
    await pauseBudget(test.database, { scope: 'app', until: after(2000) });
    expect(await take(100, after(3000))).toMatchObject({ granted: 0, pausedUntil: after(5000) });
  });
});

it('draining leaves at most a share, and adds nothing', async () => {
  await take(200, begun);
  await drainBudget(test.database, { scope: 'app', toShare: 0.2 });
  await drainBudget(test.database, { scope: 'app', toShare: 0.9 });
  expect(await take(1000, begun)).toMatchObject({ granted: 200 });
  await take(1000, after(60_000));
  await drainBudget(test.database, { scope: 'app', toShare: -0.8 });
  expect(await take(1, after(60_000))).toMatchObject({ granted: 0 });
});

it('any number of takers at once get no more than the capacity and what fills, and all of it in the end', async () => {
  const takers = fc.array(fc.record({ wanted: fc.integer({ min: 1, max: 700 }), ms: fc.nat(4000) }), {
    minLength: 20,
    maxLength: 40,
  });
  await fc.assert(
    fc.asyncProperty(takers, async (all) => {
      const scope = randomUUID();
      const grants = await Promise.all(all.map(({ wanted, ms }) => take(wanted, after(ms), { scope })));
      const lastMs = Math.max(...all.map(({ ms }) => ms));
      const most = bucket.capacity + (bucket.perSecond * lastMs) / 1000;
      const granted = grants.reduce((sum, one) => sum + one.granted, 0);
      expect(granted).toBeLessThanOrEqual(most);
      const { granted: left } = await take(100_000, after(lastMs), { scope });
      expect(granted + left).toBeGreaterThanOrEqual(bucket.capacity);
      expect(granted + left).toBeLessThanOrEqual(most);
    }),
    { numRuns: 15 },
  );
});

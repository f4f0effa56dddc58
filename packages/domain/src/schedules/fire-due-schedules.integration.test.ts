import { createTestDatabase, type TestDatabase } from '@tenantry/db/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../people/actor.ts';
import { permissionManifest } from '../permission-manifest.ts';
import { nextFirings } from './cadence.ts';
import { createSchedule } from './change-schedule.ts';
import { type Firings, fireDueSchedules } from './fire-due-schedules.ts';
import { findSchedule } from './schedule-questions.ts';
import type { ScheduleWish } from './schedule-wish.ts';

let test: TestDatabase;
const actor: Actor = { kind: 'operator', id: 'op', name: 'Olga Operator' };
const granted = permissionManifest.permissions.map(({ value }) => value);
const begun = new Date('2026-03-01T12:00:00Z');
const minute = 60_000;
const hour = 60 * minute;
const after = (ms: number) => new Date(begun.getTime() + ms);
const tenantIds = [1, 2, 3, 4, 5].map((index) => `c0000000-0000-4000-8000-00000000000${index}`);

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(() =>
  test.database.asFleet(async (tx) => {
    await tx.tenant.deleteMany();
    await tx.schedule.deleteMany();
    await tx.batch.deleteMany();
    for (const tenantId of tenantIds) {
      await tx.tenant.create({ data: { tenantId, name: tenantId } });
      await tx.connection.create({ data: { tenantId, state: 'active', manifestVersion: 1, grantedPermissions: granted } });
    }
  }),
);

async function schedule(wish: Partial<ScheduleWish> = {}): Promise<string> {
  const hourly = { label: 'Hourly', job: 'directory-sync', selection: { kind: 'all' }, everyMinutes: 60 } as const;
  const outcome = await createSchedule(test.database, { wish: { ...hourly, ...wish }, actor, now: begun });
  if (outcome.kind !== 'saved') throw new Error(JSON.stringify(outcome));
  return outcome.scheduleId;
}
const fire = (now: Date): Promise<Firings> => test.database.asFleet((tx) => fireDueSchedules(tx, now));
const runsOf = (batchId: string | null) =>
  test.database.asFleet((tx) => tx.run.findMany({ where: { batchId }, orderBy: { tenantId: 'asc' } }));
const endAllRuns = (now: Date) =>
  test.database.asFleet((tx) => tx.run.updateMany({ data: { state: 'succeeded', finishedAt: now } }));
const batches = () => test.database.asFleet((tx) => tx.batch.findMany({ orderBy: { createdAt: 'asc' } }));

describe('a schedule that is due', () => {
  it('makes one batch with a run of each tenant, spread over its minutes, and moves on', async () => {
    const scheduleId = await schedule({ spreadMinutes: 20 });
    expect(await fire(after(hour - 1))).toEqual({ fired: [], problems: [], failed: [] });
    const { fired } = await fire(after(hour + 1000));
    expect(fired).toEqual([{ scheduleId, label: 'Hourly', batchId: expect.any(String), created: 5 }]);
    const runs = await runsOf(fired[0]?.batchId ?? null);
    for (const run of runs) {
      expect(run).toMatchObject({ scheduleId, trigger: 'schedule', requestedBy: `schedule:${scheduleId}`, state: 'queued' });
      expect(run.notBefore?.getTime()).toBeGreaterThanOrEqual(after(hour).getTime());
      expect(run.notBefore?.getTime()).toBeLessThan(after(hour + 20 * minute).getTime());
    }
    expect(new Set(runs.map((run) => run.notBefore?.getTime())).size).toBe(5);
    expect(await findSchedule(test.database, scheduleId)).toMatchObject({
      firedAt: after(hour + 1000),
      nextAt: after(2 * hour),
      batches: [{ id: fired[0]?.batchId, tenantCount: 5 }],
    });
  });

  it('begins each tenant at the same place every time', async () => {
    await schedule({ spreadMinutes: 20 });
    const places: (number | undefined)[][] = [];
    for (const slot of [1, 2, 3]) {
      const { fired } = await fire(after(slot * hour + slot * 1000));
      const runs = await runsOf(fired[0]?.batchId ?? null);
      places.push(runs.map((run) => Number(run.notBefore) - after(slot * hour).getTime()));
      await endAllRuns(after(slot * hour));
    }
    expect(places[1]).toEqual(places[0]);
    expect(places[2]).toEqual(places[0]);
  });

  it('is fired once, however many workers come at the same moment', async () => {
    for (let index = 0; index < 3; index += 1) await schedule();
    const all = await Promise.all(Array.from({ length: 8 }, () => fire(after(hour))));
    expect(all.flatMap(({ failed }) => failed)).toEqual([]);
    expect(new Set(all.flatMap(({ fired }) => fired.map((one) => one.scheduleId))).size).toBe(3);
    expect(await batches()).toHaveLength(3);
  });

  it('gives no tenant a second run while one of the same schedule has not ended', async () => {
    await schedule();
    await fire(after(hour));
    const [first] = await test.database.asFleet((tx) => tx.run.findMany({ take: 1 }));
    await test.database.asFleet((tx) => tx.run.update({ where: { id: first?.id as string }, data: { state: 'failed' } }));
    const { fired } = await fire(after(2 * hour));
    expect(fired).toMatchObject([{ created: 1 }]);
    expect(await runsOf(fired[0]?.batchId ?? null)).toMatchObject([{ tenantId: first?.tenantId }]);
  });
});

describe('after downtime', () => {
  it('one firing is made up for, spread from now on, and the beat is kept', async () => {
    const scheduleId = await schedule({ spreadMinutes: 20 });
    const back = after(5 * hour + 30 * minute);
    const { fired } = await fire(back);
    expect(fired).toHaveLength(1);
    for (const run of await runsOf(fired[0]?.batchId ?? null))
      expect(Number(run.notBefore)).toBeGreaterThanOrEqual(back.getTime());
    expect(await findSchedule(test.database, scheduleId)).toMatchObject({ nextAt: after(6 * hour), missedAt: null });
  });

  it('or none, and the schedule says which firing was left out until it fires again', async () => {
    const scheduleId = await schedule({ catchUp: 'skip' });
    expect((await fire(after(5 * hour + 30 * minute))).fired).toEqual([]);
    expect(await batches()).toEqual([]);
    expect(await findSchedule(test.database, scheduleId)).toMatchObject({ nextAt: after(6 * hour), missedAt: after(5 * hour) });
    expect((await fire(after(6 * hour))).fired).toHaveLength(1);
    expect(await findSchedule(test.database, scheduleId)).toMatchObject({ missedAt: null, firedAt: after(6 * hour) });
  });

  it('a firing that is on time is made although earlier ones were left out', async () => {
    await schedule({ catchUp: 'skip' });
    expect((await fire(after(5 * hour + minute))).fired).toHaveLength(1);
  });
});

describe('a schedule that cannot fire', () => {
  const unfit = async (data: object) => {
    const scheduleId = await schedule();
    await test.database.asFleet((tx) => tx.schedule.update({ where: { id: scheduleId }, data }));
    return scheduleId;
  };

  it.each([
    ['its job is gone', 'schedule-job-gone', { job: 'retired-job' }],
    ['its parameters do not fit the job any more', 'schedule-params-unfit', { params: { fullPass: 'yes' } }],
    ['its selection cannot be read', 'schedule-selection-unfit', { selection: { kind: 'moon' } }],
  ])('because %s says so once, goes on with its times, and does not hinder others', async (_why, code, data) => {
    const scheduleId = await unfit(data);
    const other = await schedule({ label: 'Other' });
    const firings = await fire(after(hour));
    expect(firings).toMatchObject({ problems: [{ scheduleId, label: 'Hourly', code }], failed: [] });
    expect(firings.fired).toMatchObject([{ scheduleId: other }]);
    expect(await findSchedule(test.database, scheduleId)).toMatchObject({
      problemCode: code,
      nextAt: after(2 * hour),
      firedAt: null,
    });
    expect((await fire(after(2 * hour))).problems).toEqual([]);
  });

  it('is well again as soon as the job is back, without waiting for its next time', async () => {
    const scheduleId = await unfit({ job: 'retired-job' });
    await fire(after(hour));
    await test.database.asFleet((tx) => tx.schedule.update({ where: { id: scheduleId }, data: { job: 'directory-sync' } }));
    expect((await fire(after(hour + minute))).fired).toEqual([]);
    expect(await findSchedule(test.database, scheduleId)).toMatchObject({ problemCode: null, firedAt: null });
    expect((await fire(after(2 * hour))).fired).toMatchObject([{ scheduleId }]);
  });

  it('because its firing throws leaves nothing behind, is told, and is tried again beside the others', async () => {
    const scheduleId = await unfit({ everyMinutes: null });
    const other = await schedule({ label: 'Other' });
    for (const slot of [1, 2]) {
      const { fired, failed } = await fire(after(slot * hour));
      expect(failed).toMatchObject([{ scheduleId, error: expect.any(Error) }]);
      expect(fired).toMatchObject([{ scheduleId: other }]);
      await endAllRuns(after(slot * hour));
    }
    expect(await batches()).toHaveLength(2);
  });
});

it('fires every time at most once and misses none that it should make, whatever the workers do', async () => {
  const cadences = [
    { everyMinutes: 45 },
    { cron: '30 2,14 * * *', timeZone: 'Europe/Stockholm' },
    { cron: '0 0 * * *', timeZone: 'America/Sao_Paulo' },
  ];
  const steps = fc.array(
    fc.record({ ms: fc.oneof(fc.nat(5 * minute), fc.nat(3 * hour), fc.nat(60 * hour)), workers: fc.integer({ min: 1, max: 3 }) }),
    { minLength: 1, maxLength: 12 },
  );
  const starts = fc.constantFrom('2026-03-28T12:00Z', '2026-10-24T12:00Z', '2018-11-03T12:00Z', '2018-02-17T12:00Z');
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...cadences),
      fc.constantFrom('once' as const, 'skip' as const),
      starts,
      steps,
      async (cadence, catchUp, start, moves) => {
        const beginning = new Date(start);
        const wish = { label: 'Any', job: 'directory-sync', selection: { kind: 'all' as const }, catchUp, ...cadence };
        const outcome = await createSchedule(test.database, { wish, actor, now: beginning });
        let [now, seen, due] = [beginning, beginning, nextFirings(cadence, beginning, 400)];
        for (const { ms, workers } of moves) {
          now = new Date(now.getTime() + ms);
          const results = await Promise.all(Array.from({ length: workers }, () => fire(now)));
          const slots = due.filter((slot) => slot > seen && slot <= now);
          const late = now.getTime() - Number(slots.at(-1)) > 10 * minute;
          const expected = slots.length === 0 || (late && catchUp === 'skip') ? 0 : 1;
          expect(results.flatMap(({ fired }) => fired)).toHaveLength(expected);
          expect(results.flatMap(({ failed }) => failed)).toEqual([]);
          seen = now;
          due = due.filter((slot) => slot > now);
          if (due.length === 0) break;
          await endAllRuns(now);
        }
        await test.database.asFleet((tx) => tx.schedule.deleteMany());
        expect(outcome.kind).toBe('saved');
      },
    ),
    { numRuns: 25, endOnFailure: true },
  );
});

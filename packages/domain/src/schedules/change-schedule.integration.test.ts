import { createTestDatabase, readWholeDatabase, type TestDatabase } from '@tenantry/db/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../people/actor.ts';
import { createSchedule, deleteSchedule, type ScheduleOutcome, setScheduleEnabled, updateSchedule } from './change-schedule.ts';
import { findSchedule, listSchedules } from './schedule-questions.ts';
import type { ScheduleWish } from './schedule-wish.ts';

let test: TestDatabase;
const actor: Actor = { kind: 'operator', id: 'op', name: 'Olga Operator' };
const now = new Date('2026-03-01T12:00:00Z');
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const nightly: ScheduleWish = {
  label: 'Nightly sync',
  job: 'directory-sync',
  selection: { kind: 'all' },
  cron: '30 2 * * *',
  timeZone: 'Europe/Stockholm',
};
const { cron: _cron, timeZone: _timeZone, ...timeless } = nightly;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(() => test.database.asFleet((tx) => tx.schedule.deleteMany()));

const create = (wish: Partial<ScheduleWish> = {}) => createSchedule(test.database, { wish: { ...nightly, ...wish }, actor, now });
async function created(wish: Partial<ScheduleWish> = {}): Promise<string> {
  const outcome = await create(wish);
  if (outcome.kind !== 'saved') throw new Error(JSON.stringify(outcome));
  return outcome.scheduleId;
}
const fieldsOf = (outcome: ScheduleOutcome) =>
  outcome.kind === 'refused' ? outcome.problems.map(({ field }) => field) : outcome;
const find = (scheduleId: string) => findSchedule(test.database, scheduleId);

describe('a schedule', () => {
  it('is kept with its first firing, the default spread and its next firings', async () => {
    expect(await find(await created())).toMatchObject({
      label: 'Nightly sync',
      params: { fullPass: false },
      selection: { kind: 'all' },
      cadence: { cron: '30 2 * * *', timeZone: 'Europe/Stockholm' },
      spreadMinutes: 60,
      catchUp: 'once',
      enabled: true,
      nextAt: new Date('2026-03-02T01:30:00Z'),
      createdBy: 'operator:op',
      upcoming: ['02', '03', '04', '05', '06'].map((day) => new Date(`2026-03-${day}T01:30:00Z`)),
      batches: [],
    });
  });

  it('that runs every so many minutes fires first after its first interval, and is spread over a quarter of it', async () => {
    const { job, label, selection } = timeless;
    const outcome = await createSchedule(test.database, { wish: { job, label, selection, everyMinutes: 90 }, actor, now });
    expect(outcome).toMatchObject({ kind: 'saved' });
    const [schedule] = (await listSchedules(test.database, { limit: 1 })).items;
    expect(schedule).toMatchObject({ cadence: { everyMinutes: 90 }, spreadMinutes: 22, nextAt: later(90) });
  });

  it.each<[string[], Partial<ScheduleWish>]>([
    [['job'], { job: 'no-such-job' }],
    [['job'], { job: 'verify-connection' }],
    [['params.fullPass'], { params: { fullPass: 'yes' } }],
    [['label'], { label: '  ' }],
    [['selection.tag'], { selection: { kind: 'tag', tag: '' } }],
    [['cron'], { cron: '* * * * *' }],
    [['timeZone'], { timeZone: 'Mars/Phobos' }],
    [['job', 'cron', 'timeZone'], { job: 'no-such-job', cron: 'x', timeZone: null }],
    [['everyMinutes'], { cron: null, timeZone: null, everyMinutes: 4 }],
    [['cron'], { everyMinutes: 60 }],
    [['spreadMinutes'], { cron: '0 * * * *', spreadMinutes: 61 }],
    [['schedule'], { colour: 'red' } as Partial<ScheduleWish>],
  ])('is refused for %s, and nothing is written', async (fields, wish) => {
    const before = await readWholeDatabase(test.ownerUrl);
    expect(fieldsOf(await create(wish))).toEqual(fields);
    expect(await readWholeDatabase(test.ownerUrl)).toEqual(before);
  });

  it('keeps its next firing when something else is changed, and gets a new one with new times', async () => {
    const scheduleId = await created();
    const update = (wish: Partial<ScheduleWish>) =>
      updateSchedule(test.database, { scheduleId, wish: { ...nightly, ...wish }, actor, now: later(24 * 60) });
    expect(await update({ label: 'Sync', selection: { kind: 'tag', tag: 'Gold' } })).toEqual({ kind: 'saved', scheduleId });
    expect(await find(scheduleId)).toMatchObject({
      label: 'Sync',
      selection: { kind: 'tag', tag: 'gold' },
      nextAt: new Date('2026-03-02T01:30:00Z'),
    });
    await update({ cron: '0 4 * * *' });
    expect(await find(scheduleId)).toMatchObject({ nextAt: new Date('2026-03-03T03:00:00Z') });
    expect(fieldsOf(await update({ spreadMinutes: 2000 }))).toEqual(['spreadMinutes']);
  });

  it('fires no more while it is disabled, and makes up for nothing when it is enabled again', async () => {
    const scheduleId = await created();
    const set = (enabled: boolean, at: Date) => setScheduleEnabled(test.database, { scheduleId, enabled, actor, now: at });
    expect(await set(false, now)).toBe('done');
    expect(await find(scheduleId)).toMatchObject({ enabled: false, nextAt: null, upcoming: [] });
    expect(await set(true, later(3 * 24 * 60))).toBe('done');
    expect(await find(scheduleId)).toMatchObject({ enabled: true, nextAt: new Date('2026-03-05T01:30:00Z') });
  });

  it('that is not there is unknown to every change', async () => {
    const scheduleId = '00000000-0000-7000-8000-000000000000';
    const of = { scheduleId, actor, now };
    expect(await updateSchedule(test.database, { ...of, wish: nightly })).toEqual({ kind: 'unknown' });
    expect(await setScheduleEnabled(test.database, { ...of, enabled: true })).toBe('unknown');
    expect(await deleteSchedule(test.database, of)).toBe('unknown');
    expect(await find(scheduleId)).toBeNull();
  });
});

it('schedules are listed newest first, page by page', async () => {
  const ids = [await created(), await created(), await created()].sort().reverse();
  const first = await listSchedules(test.database, { limit: 2 });
  const second = await listSchedules(test.database, { limit: 2, after: first.next as string });
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids);
  expect(second.next).toBeNull();
});

it('every change is audited with who did it', async () => {
  const scheduleId = await created();
  await updateSchedule(test.database, { scheduleId, wish: nightly, actor, now });
  for (const enabled of [false, true]) await setScheduleEnabled(test.database, { scheduleId, enabled, actor, now });
  await deleteSchedule(test.database, { scheduleId, actor, now });
  const entries = await test.database.asFleet((tx) =>
    tx.auditEntry.findMany({ where: { subject: scheduleId }, orderBy: { id: 'asc' } }),
  );
  expect(entries.map(({ action }) => action)).toEqual(
    ['created', 'changed', 'disabled', 'enabled', 'deleted'].map((what) => `schedule.${what}`),
  );
  for (const entry of entries) {
    expect(entry).toMatchObject({
      actor: 'operator:op',
      detail: { by: 'Olga Operator', label: 'Nightly sync', job: 'directory-sync' },
    });
  }
});

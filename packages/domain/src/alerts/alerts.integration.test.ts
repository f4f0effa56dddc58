import { notifyChange } from '@tenantry/db';
import { createTestDatabase, type TestDatabase } from '@tenantry/db/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clearCredentialTrouble, recordCredentialTrouble } from '../connections/credential-breaker.ts';
import type { Actor } from '../people/actor.ts';
import { permissionManifest } from '../permission-manifest.ts';
import { createSchedule, deleteSchedule, setScheduleEnabled } from '../schedules/change-schedule.ts';
import { fireDueSchedules } from '../schedules/fire-due-schedules.ts';
import { heartbeatWorker } from '../workers.ts';
import { listOpenAlerts, raiseAlerts } from './alerts.ts';

let test: TestDatabase;
let told: string[];
const actor: Actor = { kind: 'operator', id: 'op', name: 'Olga Operator' };
const granted = permissionManifest.permissions.map(({ value }) => value);
const begun = new Date('2026-03-01T12:00:00Z');
const [minute, hour] = [60_000, 3_600_000];
const after = (ms: number) => new Date(begun.getTime() + ms);
const tenantId = 'c0000000-0000-4000-8000-000000000001';

beforeAll(async () => {
  test = await createTestDatabase();
  told = [];
  await test.database.listen((payload) => told.push(payload));
});
afterAll(() => test.drop());
beforeEach(() =>
  test.database.asFleet(async (tx) => {
    await tx.alert.deleteMany();
    await tx.schedule.deleteMany();
    await tx.tenant.deleteMany();
    await tx.worker.deleteMany();
    await tx.fleetState.updateMany({
      data: { alertsCheckedAt: null, pausedAt: null, notBefore: null, credentialBrokenSince: null },
    });
    await tx.tenant.create({ data: { tenantId, name: 'Tenant' } });
    await tx.connection.create({ data: { tenantId, state: 'active', manifestVersion: 1, grantedPermissions: granted } });
  }),
);

const look = (now: Date) => test.database.asFleet((tx) => raiseAlerts(tx, now));
const fire = (now: Date) => test.database.asFleet((tx) => fireDueSchedules(tx, now));
async function alertsAt(now: Date) {
  await look(now);
  return (await listOpenAlerts(test.database)).map(({ kind, subject, detail }) => ({ kind, subject, detail }));
}
async function hourly(catchUp: 'once' | 'skip' = 'once'): Promise<string> {
  const wish = {
    label: 'Hourly',
    job: 'directory-sync',
    selection: { kind: 'all' },
    everyMinutes: 60,
    spreadMinutes: 0,
    catchUp,
  } as const;
  const outcome = await createSchedule(test.database, { wish, actor, now: begun });
  if (outcome.kind !== 'saved') throw new Error(JSON.stringify(outcome));
  return outcome.scheduleId;
}
const missed = (subject: string, reason: string, since: Date) => ({
  kind: 'schedule-missed',
  subject,
  detail: { label: 'Hourly', reason, since: expect.stringContaining(since.toISOString().slice(0, 19)) },
});

describe('a schedule that did not do what was expected', () => {
  it('is named when nobody fired it within ten minutes, until it is fired', async () => {
    const scheduleId = await hourly();
    expect(await alertsAt(after(hour + 9 * minute))).toEqual([]);
    expect(await alertsAt(after(hour + 10 * minute))).toEqual([missed(scheduleId, 'not-fired', after(hour))]);
    await fire(after(hour + 11 * minute));
    expect(await alertsAt(after(hour + 11 * minute))).toEqual([]);
  });

  it('is named when a firing was left out, until the next is made', async () => {
    const scheduleId = await hourly('skip');
    await fire(after(3.5 * hour));
    expect(await alertsAt(after(3.5 * hour))).toEqual([missed(scheduleId, 'left-out', after(3 * hour))]);
    await fire(after(4 * hour));
    expect(await alertsAt(after(4 * hour))).toEqual([]);
  });

  it('is named when its runs have not begun an hour after they were to', async () => {
    const scheduleId = await hourly();
    await fire(after(hour));
    expect(await alertsAt(after(2 * hour - minute))).toEqual([]);
    await fire(after(2 * hour));
    expect(await alertsAt(after(2 * hour + minute))).toEqual([missed(scheduleId, 'not-begun', after(hour))]);
    await test.database.asFleet((tx) => tx.run.updateMany({ data: { state: 'running', startedAt: after(2 * hour) } }));
    expect(await alertsAt(after(2 * hour + 2 * minute))).toEqual([]);
  });

  it.each<[string, (now: Date) => Promise<unknown>]>([
    ['the fleet is paused', (now) => test.database.asFleet((tx) => tx.fleetState.updateMany({ data: { pausedAt: now } }))],
    ['the tenant is paused', (now) => test.database.asFleet((tx) => tx.tenant.updateMany({ data: { pausedAt: now } }))],
    [
      'the batch is paused',
      (now) => test.database.asFleet((tx) => tx.batch.updateMany({ data: { pausedAt: now, state: 'paused' } })),
    ],
    [
      'the tenant is throttled',
      (now) => test.database.asFleet((tx) => tx.connection.updateMany({ data: { notBefore: new Date(+now + hour) } })),
    ],
    [
      'the app is throttled',
      (now) => test.database.asFleet((tx) => tx.fleetState.updateMany({ data: { notBefore: new Date(+now + hour) } })),
    ],
    ['the run is held', () => test.database.asFleet((tx) => tx.run.updateMany({ data: { state: 'held' } }))],
  ])('is not named while %s', async (_why, explain) => {
    await hourly();
    await fire(after(hour));
    await fire(after(2 * hour));
    expect(await alertsAt(after(2 * hour + minute))).toHaveLength(1);
    await explain(after(2 * hour + minute));
    expect(await alertsAt(after(2 * hour + 2 * minute))).toEqual([]);
  });

  it.each<[string, (scheduleId: string) => Promise<unknown>]>([
    ['disabled', (scheduleId) => setScheduleEnabled(test.database, { scheduleId, enabled: false, actor, now: begun })],
    ['deleted', (scheduleId) => deleteSchedule(test.database, { scheduleId, actor, now: begun })],
  ])('is forgotten when it is %s', async (_what, change) => {
    const scheduleId = await hourly();
    expect(await alertsAt(after(2 * hour))).toHaveLength(1);
    await change(scheduleId);
    expect(await alertsAt(after(2 * hour + minute))).toEqual([]);
  });
});

it('a schedule whose job is gone is named until the job is back', async () => {
  const scheduleId = await hourly();
  const setJob = (job: string) => test.database.asFleet((tx) => tx.schedule.updateMany({ data: { job } }));
  await setJob('retired-job');
  await fire(after(hour));
  const detail = { label: 'Hourly', code: 'schedule-job-gone' };
  expect(await alertsAt(after(hour))).toEqual([{ kind: 'schedule-problem', subject: scheduleId, detail }]);
  await setJob('directory-sync');
  await fire(after(hour + minute));
  expect(await alertsAt(after(hour + minute))).toEqual([]);
});

it('work that stands still is named until something is worked off', async () => {
  const beat = (workedAt: Date | null, now: Date) =>
    heartbeatWorker(test.database, { id: 'w', host: 'h', pid: 1, running: 1, workedAt, wedgedAt: null, now });
  await beat(null, begun);
  const data = { tenantId, job: 'directory-sync', params: {}, lane: 'bulk', trigger: 'operator', requestedBy: 'x' } as const;
  await test.database.asFleet((tx) => tx.run.create({ data: { ...data, createdAt: begun, rungAt: begun } }));
  await beat(null, after(minute));
  expect(await alertsAt(after(minute))).toEqual([{ kind: 'work-stands-still', subject: 'fleet', detail: { dueRuns: 1 } }]);
  await beat(after(75_000), after(75_000));
  expect(await alertsAt(after(75_000))).toEqual([]);
});

it('a refused credential is named until a token is issued again', async () => {
  await recordCredentialTrouble(test.database, { code: 'AADSTS7000222', now: begun });
  expect(await alertsAt(after(1000))).toMatchObject([
    { kind: 'credential-broken', subject: 'fleet', detail: { code: 'AADSTS7000222' } },
  ]);
  await clearCredentialTrouble(test.database, after(minute));
  expect(await alertsAt(after(minute))).toEqual([]);
  const kept = await test.database.asFleet((tx) => tx.alert.findMany());
  expect(kept).toMatchObject([{ openedAt: after(1000), closedAt: after(minute) }]);
});

describe('an alert', () => {
  it('is opened once, however many workers look and however often, and again after it was closed', async () => {
    const scheduleId = await hourly();
    for (const now of [2 * hour, 2 * hour + minute]) await Promise.all([1, 2, 3, 4].map(() => look(after(now))));
    expect(await listOpenAlerts(test.database)).toMatchObject([{ subject: scheduleId, openedAt: after(2 * hour) }]);
    await fire(after(2 * hour + 2 * minute));
    await look(after(2 * hour + 2 * minute));
    expect(await alertsAt(after(4 * hour))).toHaveLength(1);
    expect(await test.database.asFleet((tx) => tx.alert.count())).toBe(2);
  });

  it('is looked for every ten seconds at most', async () => {
    await hourly();
    await look(after(hour + 10 * minute - 5000));
    expect(await alertsAt(after(hour + 10 * minute))).toEqual([]);
    expect(await alertsAt(after(hour + 10 * minute + 5000))).toHaveLength(1);
  });

  it('tells who listens when it is opened and when it is closed, and not in between', async () => {
    const scheduleId = await hourly();
    const mark = async (word: string) => {
      await test.database.asFleet((tx) => notifyChange(tx, word));
      await expect.poll(() => told).toContain(word);
    };
    const heard = async (now: Date) => {
      await mark(`before ${now}`);
      told.length = 0;
      await look(now);
      await mark(`after ${now}`);
      return told.filter((payload) => payload === 'fleet').length;
    };
    expect(await heard(after(2 * hour))).toBe(1);
    expect(await heard(after(2 * hour + minute))).toBe(0);
    await deleteSchedule(test.database, { scheduleId, actor, now: begun });
    expect(await heard(after(2 * hour + 2 * minute))).toBe(1);
  });
});

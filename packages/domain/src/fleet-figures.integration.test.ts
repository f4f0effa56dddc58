import { createTestDatabase, type TestDatabase } from '@tenantry/db/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readFleetFigures } from './fleet-figures.ts';

let under: TestDatabase;
const now = new Date('2026-03-01T12:00:00Z');
const at = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const tenantId = 'c0000000-0000-4000-8000-000000000001';

beforeAll(async () => {
  under = await createTestDatabase();
});
afterAll(() => under.drop());
beforeEach(() =>
  under.database.asFleet(async (tx) => {
    await tx.tenant.deleteMany();
    await tx.worker.deleteMany();
    await tx.alert.deleteMany();
    await tx.graphBudget.deleteMany();
    await tx.fleetState.updateMany({ data: { pausedAt: null, pausedUntil: null, notBefore: null, credentialBrokenSince: null } });
    await tx.tenant.create({ data: { tenantId, name: 'Tenant' } });
    await tx.connection.create({ data: { tenantId, state: 'active', manifestVersion: 1 } });
  }),
);

const add = (data: object) => {
  const job = { tenantId, job: 'directory-sync', params: {}, lane: 'bulk' as const, trigger: 'operator', requestedBy: 'x' };
  return under.database.asFleet((tx) => tx.run.create({ data: { ...job, createdAt: at(-300), ...data } }));
};
const figures = () => readFleetFigures(under.database, now);

test('an installation in which nothing has happened has a figure for everything', async () => {
  expect(await figures()).toMatchObject({
    activeRuns: { queued: 0, running: 0, waiting: 0, held: 0 },
    dueRuns: 0,
    oldestDueMs: 0,
    tenants: { active: 1, settling: 0, needs_consent: 0 },
    openAlerts: { 'work-stands-still': 0 },
    workers: { working: 0, wedged: 0 },
    budget: null,
    pausedBudgets: 0,
    credentialBroken: false,
    fleetPaused: false,
  });
});

test('runs that have ended are not read, and those that wait for an instant are not due', async () => {
  await add({ state: 'queued' });
  await add({ state: 'waiting', notBefore: at(-60) });
  await add({ state: 'waiting', notBefore: at(60) });
  await add({ state: 'running', rungAt: at(-5) });
  await add({ state: 'held', reasonCode: 'permission-missing' });
  await add({ state: 'succeeded', finishedAt: at(-10) });
  expect(await figures()).toMatchObject({
    activeRuns: { queued: 1, running: 1, waiting: 2, held: 1 },
    dueRuns: 2,
    oldestDueMs: 300_000,
  });
});

test.each([
  ['the tenant is throttled', { connection: { notBefore: at(30) } }],
  ['the tenant is paused', { tenant: { pausedAt: at(-9), pausedBy: 'x' } }],
  ['every tenant is throttled', { fleet: { notBefore: at(30) } }],
  ['every tenant is paused', { fleet: { pausedAt: at(-9), pausedBy: 'x', pausedUntil: at(9) } }],
])('nothing is due while %s', async (_why, { connection, tenant, fleet }: Record<string, object>) => {
  await add({ state: 'queued' });
  await under.database.asFleet(async (tx) => {
    if (connection) await tx.connection.updateMany({ data: connection });
    if (tenant) await tx.tenant.updateMany({ data: tenant });
    if (fleet) await tx.fleetState.updateMany({ data: fleet });
  });
  const paused = fleet !== undefined && 'pausedAt' in fleet;
  expect(await figures()).toMatchObject({ dueRuns: 0, oldestDueMs: 0, activeRuns: { queued: 1 }, fleetPaused: paused });
});

test('a pause of the fleet whose time has passed is none', async () => {
  await add({ state: 'queued' });
  await under.database.asFleet((tx) =>
    tx.fleetState.updateMany({ data: { pausedAt: at(-60), pausedBy: 'x', pausedUntil: at(-1) } }),
  );
  expect(await figures()).toMatchObject({ dueRuns: 1, fleetPaused: false });
});

test('workers count while they are alive, wedged ones apart; closed alerts and passed pauses do not count', async () => {
  await under.database.asFleet(async (tx) => {
    const worker = { host: 'h', pid: 1 };
    await tx.worker.createMany({
      data: [
        { id: 'a', ...worker, seenAt: at(-1) },
        { id: 'b', ...worker, seenAt: at(-1), wedgedAt: at(-30) },
        { id: 'gone', ...worker, seenAt: at(-60) },
      ],
    });
    await tx.alert.createMany({
      data: [
        { kind: 'schedule-missed', subject: '1' },
        { kind: 'schedule-missed', subject: '2' },
        { kind: 'schedule-missed', subject: '3', closedAt: at(-1) },
      ],
    });
    const bucket = { units: 10, capacity: 100, granted: 0, filledAt: at(-1) };
    await tx.graphBudget.createMany({
      data: [
        { scope: 'app', ...bucket },
        { scope: tenantId, ...bucket, pausedUntil: at(5) },
        { scope: 'other', ...bucket, pausedUntil: at(-5) },
      ],
    });
    await tx.fleetState.updateMany({ data: { credentialBrokenSince: at(-5) } });
  });
  expect(await figures()).toMatchObject({
    workers: { working: 1, wedged: 1 },
    openAlerts: { 'schedule-missed': 2 },
    budget: { units: 10, capacity: 100 },
    pausedBudgets: 1,
    credentialBroken: true,
  });
});

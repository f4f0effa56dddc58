import { createDatabase } from '@tenantry/db';
import { createTestDatabase, type TestDatabase } from '@tenantry/db/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { heartbeatWorker, readLiveness, retireWorker } from './workers.ts';

let test: TestDatabase;
const now = new Date('2026-03-01T12:00:00Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
const tenantId = 'c0000000-0000-4000-8000-000000000001';

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(() =>
  test.database.asFleet(async (tx) => {
    await tx.worker.deleteMany();
    await tx.tenant.deleteMany();
    await tx.batch.deleteMany();
    const free = { pausedAt: null, pausedUntil: null, notBefore: null, alertsCheckedAt: ago(5) };
    await tx.fleetState.updateMany({ data: free });
    await tx.tenant.create({ data: { tenantId, name: 'Tenant' } });
    await tx.connection.create({ data: { tenantId, state: 'active', manifestVersion: 1 } });
  }),
);

/** A worker that began two minutes ago and was seen just now. */
async function worker(id: string, standing: { workedAt?: Date; wedgedAt?: Date; seenAt?: Date; startedAt?: Date } = {}) {
  const { workedAt = null, wedgedAt = null, seenAt = ago(1), startedAt = ago(120) } = standing;
  const beat = { id, host: 'h', pid: 1, running: 0, workedAt, wedgedAt };
  await heartbeatWorker(test.database, { ...beat, now: startedAt });
  await heartbeatWorker(test.database, { ...beat, now: seenAt });
}
const run = (data: object = {}) =>
  test.database.asFleet((tx) =>
    tx.run.create({
      data: {
        tenantId,
        job: 'directory-sync',
        params: {},
        lane: 'bulk',
        trigger: 'operator',
        requestedBy: 'x',
        createdAt: ago(300),
        ...data,
      },
    }),
  );
const onQueue = { rungAt: ago(60) };
const liveness = () => readLiveness(test.database, now);
const sweepsStandStill = () => test.database.asFleet((tx) => tx.fleetState.updateMany({ data: { alertsCheckedAt: ago(60) } }));

describe('work is in good order', () => {
  it('when nothing is due, with or without a worker', async () => {
    expect(await liveness()).toEqual({ ok: true, problem: null, dueRuns: 0, aliveWorkers: 0 });
    await run({ state: 'succeeded', finishedAt: ago(200) });
    await run({ notBefore: ago(-60) });
    await run({ rungAt: ago(10) });
    await run({ createdAt: ago(10) });
    expect(await liveness()).toMatchObject({ ok: true, dueRuns: 0 });
  });

  it('when something was worked off lately, however much is due', async () => {
    await worker('one', { workedAt: ago(10) });
    await worker('two');
    for (let index = 0; index < 3; index += 1) await run(onQueue);
    expect(await liveness()).toEqual({ ok: true, problem: null, dueRuns: 3, aliveWorkers: 2 });
  });

  it('when the only workers have just begun', async () => {
    await worker('one', { startedAt: ago(20) });
    await run(onQueue);
    expect(await liveness()).toMatchObject({ ok: true, dueRuns: 1 });
  });

  it('when what is due waits for its turn while sweeps go on', async () => {
    await worker('one');
    await run();
    expect(await liveness()).toMatchObject({ ok: true, dueRuns: 1 });
  });

  it.each<[string, () => Promise<unknown>]>([
    ['the fleet is paused', () => test.database.asFleet((tx) => tx.fleetState.updateMany({ data: { pausedAt: ago(90) } }))],
    [
      'the tenant is paused',
      () => test.database.asFleet((tx) => tx.tenant.updateMany({ data: { pausedAt: ago(90), pausedUntil: ago(-9) } })),
    ],
    ['the tenant is throttled', () => test.database.asFleet((tx) => tx.connection.updateMany({ data: { notBefore: ago(-9) } }))],
    ['the app is throttled', () => test.database.asFleet((tx) => tx.fleetState.updateMany({ data: { notBefore: ago(-9) } }))],
    [
      'a throttle has only just passed',
      () => test.database.asFleet((tx) => tx.connection.updateMany({ data: { notBefore: ago(9) } })),
    ],
    [
      'the tenant is not connected',
      () => test.database.asFleet((tx) => tx.connection.updateMany({ data: { state: 'unclaimed' } })),
    ],
    ['the run is held', () => test.database.asFleet((tx) => tx.run.updateMany({ data: { state: 'held' } }))],
    [
      'the batch is paused',
      () =>
        test.database.asFleet(async (tx) => {
          const paused = {
            job: 'x',
            label: 'x',
            params: {},
            tenantCount: 1,
            requestedBy: 'x',
            state: 'paused',
            pausedAt: ago(90),
          } as const;
          await tx.run.updateMany({ data: { batchId: (await tx.batch.create({ data: paused })).id } });
        }),
    ],
  ])('when %s', async (_why, explain) => {
    await run();
    await sweepsStandStill();
    expect(await liveness()).toMatchObject({ ok: false, dueRuns: 1 });
    await explain();
    expect(await liveness()).toMatchObject({ ok: true, dueRuns: 0 });
  });
});

describe('something is wrong', () => {
  it('when work is due and no worker is alive', async () => {
    await run(onQueue);
    expect(await liveness()).toEqual({ ok: false, problem: 'no-worker', dueRuns: 1, aliveWorkers: 0 });
    await worker('one', { workedAt: ago(5), seenAt: ago(25) });
    expect(await liveness()).toMatchObject({ problem: 'no-worker', aliveWorkers: 0 });
    await worker('two', { workedAt: ago(5) });
    expect(await liveness()).toMatchObject({ ok: true, aliveWorkers: 1 });
    await retireWorker(test.database, 'two');
    expect(await liveness()).toMatchObject({ problem: 'no-worker' });
  });

  it.each([
    ['slips are not taken', onQueue],
    ['a claimed run comes to no end', { ...onQueue, state: 'running' }],
  ])('when %s and nothing was worked off for 30 s', async (_what, data) => {
    await worker('one', { workedAt: ago(31) });
    await run(data);
    expect(await liveness()).toEqual({ ok: false, problem: 'standstill', dueRuns: 1, aliveWorkers: 1 });
  });

  it('when every worker that is alive is wedged', async () => {
    await worker('one', { workedAt: ago(25), wedgedAt: ago(5) });
    await run(onQueue);
    expect(await liveness()).toMatchObject({ ok: false, problem: 'standstill' });
    await worker('two', { workedAt: ago(25) });
    expect(await liveness()).toMatchObject({ ok: true });
  });

  it('when a run is ready and no sweep rings it', async () => {
    await worker('one');
    await run();
    await sweepsStandStill();
    expect(await liveness()).toMatchObject({ ok: false, problem: 'standstill', dueRuns: 1 });
  });

  it('when the database does not answer', async () => {
    const gone = createDatabase({ url: 'postgresql://u:p@127.0.0.1:1/x', poolSize: 1, applicationName: 'test' });
    expect(await readLiveness(gone, now)).toEqual({ ok: false, problem: 'database', dueRuns: null, aliveWorkers: null });
    await gone.close();
  });
});

import { randomUUID } from 'node:crypto';
import type { Prisma } from '@tenantry/db';
import { createTestDatabase, type TestDatabase } from '@tenantry/db/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeResults } from '../results/run-results.ts';
import { purge } from './purge.ts';

let test: TestDatabase;
const now = new Date('2026-06-01T12:00:00Z');
const [hour, day] = [3_600_000, 86_400_000];
const daysAgo = (days: number) => new Date(now.getTime() - days * day);
const later = (ms: number) => new Date(now.getTime() + ms);
const tenantIds = ['c0000000-0000-4000-8000-000000000001', 'c0000000-0000-4000-8000-000000000002'] as const;
const nothing = { runs: 0, lines: 0, results: 0, batches: 0, consentRequests: 0, sessions: 0, alerts: 0, unfinished: false };

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(() =>
  test.database.asFleet(async (tx) => {
    await tx.fleetState.updateMany({ data: { purgedAt: null, trimmedUntil: null, trimmedRunId: null } });
    await tx.tenant.deleteMany();
    await tx.batch.deleteMany();
    await tx.tenant.createMany({ data: tenantIds.map((tenantId) => ({ tenantId, name: tenantId })) });
  }),
);

/** A run that ended so many days ago, with two log lines, a line in the timeline and two results. */
async function endedRun(ago: number, data: Partial<Prisma.RunUncheckedCreateInput> = {}): Promise<string> {
  const tenantId = data.tenantId ?? tenantIds[0];
  const run = await test.database.asFleet((tx) =>
    tx.run.create({
      data: {
        tenantId,
        job: 'admin-roles',
        params: {},
        lane: 'bulk',
        trigger: 'batch',
        requestedBy: 'x',
        state: 'succeeded',
        createdAt: daysAgo(ago),
        finishedAt: daysAgo(ago),
        ...data,
      },
    }),
  );
  const line = { runId: run.id, tenantId, at: daysAgo(ago) };
  await test.database.asTenant(tenantId, async (tx) => {
    await tx.runLog.createMany({ data: [1, 2].map((index) => ({ ...line, level: 'info', message: `${index}` })) });
    await tx.runEvent.create({ data: { ...line, kind: 'created' } });
    await writeResults(tx, { runId: run.id, tenantId, rows: ['a', 'b'].map((key) => ({ key, row: {} })) });
  });
  return run.id;
}
const activeRun = (ago: number, data: Partial<Prisma.RunUncheckedCreateInput> = {}) =>
  endedRun(ago, { state: 'waiting', finishedAt: null, ...data });
const batch = (ago: number, state: 'running' | 'paused' | 'ended' | 'cancelled') =>
  test.database.asFleet(async (tx) => {
    const data = { job: 'x', label: 'x', params: {}, tenantCount: 1, requestedBy: 'x', createdAt: daysAgo(ago), state };
    return (await tx.batch.create({ data })).id;
  });
/** How many rows of each kind a run has left. */
async function rowsOf(runId: string, tenantId: string = tenantIds[0]) {
  return test.database.asTenant(tenantId, async (tx) => ({
    run: await tx.run.count({ where: { id: runId } }),
    logs: await tx.runLog.count({ where: { runId } }),
    events: await tx.runEvent.count({ where: { runId } }),
    results: await tx.runResult.count({ where: { runId } }),
  }));
}
const all = { run: 1, logs: 2, events: 1, results: 2 };
const none = { run: 0, logs: 0, events: 0, results: 0 };

describe('the purge', () => {
  it('takes runs after 90 days with all they have, of every tenant, and their lines after 30', async () => {
    const old = [await endedRun(91), await endedRun(91, { tenantId: tenantIds[1] })] as const;
    const [middle, young] = [await endedRun(31), await endedRun(29)];
    expect(await purge(test.database, now)).toEqual({ ...nothing, runs: 2, lines: 9, results: 4 });
    expect(await rowsOf(old[0])).toEqual(none);
    expect(await rowsOf(old[1], tenantIds[1])).toEqual(none);
    expect(await rowsOf(middle)).toEqual({ ...all, logs: 0, events: 0 });
    expect(await rowsOf(young)).toEqual(all);
  });

  it('takes heartbeats that succeeded after two days, and keeps those that did not', async () => {
    const beat = { job: 'verify-connection', trigger: 'heartbeat' };
    const [old, young] = [await endedRun(3, beat), await endedRun(1, beat)];
    const failed = await endedRun(3, { ...beat, state: 'failed' });
    const asked = await endedRun(3, { ...beat, trigger: 'operator' });
    expect(await purge(test.database, now)).toMatchObject({ runs: 1, lines: 3 });
    expect(await rowsOf(old)).toMatchObject({ run: 0, logs: 0, events: 0 });
    for (const kept of [young, failed, asked]) expect(await rowsOf(kept)).toEqual(all);
  });

  it('leaves what has not ended, and the runs of a batch that goes on, however old', async () => {
    const kept = [
      await activeRun(200),
      await endedRun(200, { batchId: await batch(200, 'running') }),
      await endedRun(200, { batchId: await batch(200, 'paused'), state: 'failed' }),
    ];
    const gone = await endedRun(200, { batchId: await batch(200, 'ended') });
    expect(await purge(test.database, now)).toEqual({ ...nothing, runs: 1, lines: 3, results: 2, batches: 1 });
    for (const runId of kept) expect(await rowsOf(runId)).toEqual(all);
    expect(await rowsOf(gone)).toEqual(none);
    expect(await test.database.asFleet((tx) => tx.batch.count())).toBe(2);
  });

  it('keeps the results of the last five runs of each job and tenant, and those of a run that has not ended', async () => {
    const runs: string[] = [];
    for (const ago of [7, 6, 5, 4, 3, 2, 1]) runs.push(await endedRun(ago));
    const others = [
      await endedRun(20, { job: 'mfa-registration' }),
      await activeRun(20),
      await endedRun(21, { batchId: await batch(21, 'running') }),
    ];
    const ofOther = await endedRun(20, { tenantId: tenantIds[1] });
    expect(await purge(test.database, now)).toEqual({ ...nothing, results: 4 });
    const left = await Promise.all(runs.map(async (runId) => (await rowsOf(runId)).results));
    expect(left).toEqual([0, 0, 2, 2, 2, 2, 2]);
    for (const runId of others) expect(await rowsOf(runId)).toEqual(all);
    expect(await rowsOf(ofOther, tenantIds[1])).toEqual(all);
    const oldest = await test.database.asFleet((tx) => tx.run.findUniqueOrThrow({ where: { id: runs[0] as string } }));
    expect(oldest.resultRows).toBeNull();
  });

  it('is done once an hour, by one of those who come', async () => {
    const purges = await Promise.all([1, 2, 3, 4].map(() => purge(test.database, now)));
    expect(purges.filter((one) => one !== null)).toEqual([nothing]);
    expect(await purge(test.database, later(hour - 1))).toBeNull();
    expect(await purge(test.database, later(hour))).toEqual(nothing);
  });

  it('trims what has become old since the last time', async () => {
    await endedRun(31);
    expect(await purge(test.database, now)).toMatchObject({ lines: 3 });
    const young = await endedRun(29.99);
    expect(await purge(test.database, later(hour))).toMatchObject({ lines: 3 });
    expect(await rowsOf(young)).toEqual({ ...all, logs: 0, events: 0 });
    expect(await purge(test.database, later(2 * hour))).toEqual(nothing);
  });

  it('comes forward among runs that ended in the same instant, though its time is up each time', async () => {
    const tenantId = tenantIds[0];
    await test.database.asFleet(
      (tx) => tx.$executeRaw`
        insert into run (id, tenant_id, job, params, lane, trigger, requested_by, state, created_at, finished_at)
        select gen_random_uuid(), ${tenantId}::uuid, 'admin-roles', '{}', 'bulk', 'batch', 'x', 'cancelled', ${daysAgo(40)}, ${daysAgo(40)}
          from generate_series(1, 450)`,
    );
    await test.database.asTenant(
      tenantId,
      (tx) =>
        tx.$executeRaw`insert into run_event (run_id, tenant_id, at, kind) select id, tenant_id, created_at, 'cancelled' from run`,
    );
    const lines: (number | undefined)[] = [];
    for (const ms of [0, 1, 2, 3]) lines.push((await purge(test.database, later(ms), 0))?.lines);
    expect(lines).toEqual([200, 200, 50, undefined]);
  });

  it('goes on at once when its time was up, and loses nothing over it', async () => {
    // All ended in the same millisecond, as those of a cancelled batch have.
    await test.database.asFleet(
      (tx) => tx.$executeRaw`
        insert into run (id, tenant_id, job, params, lane, trigger, requested_by, state, created_at, finished_at)
        select gen_random_uuid(), ${tenantIds[0]}::uuid, 'admin-roles', '{}', 'bulk', 'batch', 'x', 'cancelled', ${daysAgo(95)}, ${daysAgo(95)}
          from generate_series(1, 600)`,
    );
    expect(await purge(test.database, now, 0)).toMatchObject({ runs: 200, unfinished: true });
    expect(await purge(test.database, later(1000), 60_000)).toMatchObject({ runs: 400, unfinished: false });
    expect(await purge(test.database, later(2000))).toBeNull();
  });

  it('takes settled consent requests and closed alerts after 30 days, sessions when they expire, and workers that are long gone', async () => {
    const request = {
      sessionId: randomUUID(),
      tenantId: tenantIds[0],
      tenantName: 'T',
      personOid: randomUUID(),
      personName: 'P',
      personIsTenantAdmin: true,
      needsConfirmation: false,
      manifestVersion: 1,
      expiresAt: daysAgo(39),
    };
    const session = {
      kind: 'operator',
      tenantId: tenantIds[0],
      oid: randomUUID(),
      name: 'n',
      username: 'u',
      widsKnown: true,
    } as const;
    await test.database.asFleet(async (tx) => {
      await tx.consentRequest.createMany({
        data: [
          { ...request, stateHash: '1', state: 'granted', settledAt: daysAgo(31) },
          { ...request, stateHash: '2', state: 'declined', settledAt: daysAgo(29) },
          { ...request, stateHash: '3', state: 'returned' },
        ],
      });
      await tx.session.createMany({ data: [-1, 1].map((ahead) => ({ ...session, id: randomUUID(), expiresAt: later(ahead) })) });
      await tx.alert.createMany({
        data: [
          { kind: 'k', subject: 'closed long ago', closedAt: daysAgo(31) },
          { kind: 'k', subject: 'closed lately', closedAt: daysAgo(29) },
          { kind: 'k', subject: 'open', openedAt: daysAgo(100) },
        ],
      });
      await tx.worker.createMany({ data: [2, 0.5].map((days) => ({ id: `${days}`, host: 'h', pid: 1, seenAt: daysAgo(days) })) });
    });
    expect(await purge(test.database, now)).toEqual({ ...nothing, consentRequests: 1, sessions: 1, alerts: 1 });
    expect(await test.database.asFleet((tx) => tx.worker.findMany({ select: { id: true } }))).toEqual([{ id: '0.5' }]);
  });
});

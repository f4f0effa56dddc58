import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Failure } from '../runs/failure-outcome.ts';
import { after, begun, createTestFleet, minute, operator, second, type TestFleet, tenantIdOf } from '../testing/test-fleet.ts';
import { findBatch, listBatches } from './batch-questions.ts';
import { cancelBatch, pauseBatch, resumeBatch, retryFailedRuns } from './steer-batch.ts';

let fleet: TestFleet;
beforeAll(async () => {
  fleet = await createTestFleet();
});
afterAll(() => fleet.drop());
beforeEach(() => fleet.reset(6));

const gone: Failure = { domain: 'tenant-gone', code: 'AADSTS90002', message: 'gone', detail: {} };

async function startBatch(now = begun): Promise<string> {
  const { batchId } = await fleet.start({ kind: 'all' }, now, { label: 'Morning round' });
  if (batchId === null) throw new Error('no batch');
  return batchId;
}
async function look(batchId: string, now = begun) {
  const found = await findBatch(fleet.db, batchId, now);
  if (found === null) throw new Error('no such batch');
  return found;
}
const steer = (batchId: string, now = begun) => ({ batchId, actor: operator, now });
/** Works off as many slips as are wanted, at an instant; every one whose turn is named fails. */
async function workOff(count: number, now: Date, failing: number[] = []): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) {
    const claim = await fleet.claim(fleet.rung.shift(), now);
    if (claim === null) throw new Error('not claimed');
    await fleet.end(claim, failing.includes(turn) ? { kind: 'fail', failure: gone } : undefined, now);
  }
}

describe('a batch', () => {
  it('tells how far it is, how fast it goes and when it will have ended', async () => {
    const batchId = await startBatch();
    expect(await look(batchId)).toMatchObject({
      ...{
        job: 'directory-sync',
        label: 'Morning round',
        selection: { kind: 'all' },
        state: 'running',
        requestedBy: 'operator:op',
      },
      ...{ total: 6, done: 0, etaMs: null, runsPerMinute: null, paused: null, endedAt: null, params: { fullPass: false } },
    });
    await workOff(3, after(minute), [2]);
    expect(await look(batchId, after(2 * minute))).toMatchObject({
      ...{ counts: { queued: 3, succeeded: 2, failed: 1, running: 0 }, done: 3, runsPerMinute: 1.5, etaMs: 2 * minute },
    });
    // Nothing ended lately: nobody knows any more.
    expect(await look(batchId, after(10 * minute))).toMatchObject({ done: 3, runsPerMinute: null, etaMs: null });
  });

  it('ends with its last run, and keeps its counts when the runs are gone', async () => {
    const batchId = await startBatch();
    await workOff(5, after(minute), [0]);
    await fleet.sweepAt(after(2 * minute));
    expect((await look(batchId)).state).toBe('running');
    await workOff(1, after(3 * minute));
    await Promise.all([1, 2, 3].map(() => fleet.sweepAt(after(4 * minute))));
    await fleet.db.asFleet((tx) => tx.run.deleteMany());
    expect(await look(batchId)).toMatchObject({
      ...{
        state: 'ended',
        endedAt: after(3 * minute),
        counts: { succeeded: 5, failed: 1, queued: 0 },
        done: 6,
        total: 6,
        etaMs: null,
      },
    });
  });

  it('that nobody knows is null, and the list goes from the newest to the oldest in pages', async () => {
    expect(await findBatch(fleet.db, tenantIdOf(1))).toBeNull();
    const ids: string[] = [];
    for (const at of [0, 1, 2, 3, 4]) ids.unshift(await startBatch(after(at)));
    const first = await listBatches(fleet.db, { limit: 3 });
    const rest = await listBatches(fleet.db, { limit: 3, after: first.next as string });
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(ids);
    expect(rest.next).toBeNull();
    expect(first.items.map(({ counts }) => counts.queued)).toEqual([6, 6, 6]);
  });
});

describe('steering a batch', () => {
  it('pauses and resumes it, and says who did and until when', async () => {
    const batchId = await startBatch();
    expect(await pauseBatch(fleet.db, { ...steer(batchId), until: after(minute) })).toBe('done');
    expect(await look(batchId)).toMatchObject({
      ...{ state: 'paused', paused: { by: 'operator:op', at: begun, until: after(minute) }, etaMs: null },
    });
    expect(await look(batchId, after(minute))).toMatchObject({ state: 'running', paused: null });
    expect(await pauseBatch(fleet.db, steer(batchId, after(second)))).toBe('done');
    expect((await look(batchId, after(minute))).paused).toEqual({ by: 'operator:op', at: after(second), until: null });
    expect(await resumeBatch(fleet.db, fleet.ring, steer(batchId))).toBe('done');
    expect(await resumeBatch(fleet.db, fleet.ring, steer(batchId))).toBe('not-possible');
    expect(await look(batchId)).toMatchObject({ state: 'running', paused: null });
  });

  it('lets a pause end by itself', async () => {
    const batchId = await startBatch();
    await pauseBatch(fleet.db, { ...steer(batchId), until: after(minute) });
    await fleet.sweepAt(after(minute));
    expect(await fleet.db.asFleet((tx) => tx.batch.findUnique({ where: { id: batchId } }))).toMatchObject({
      ...{ state: 'running', pausedAt: null, pausedUntil: null },
    });
  });

  it('cancels what has not begun at once and what is under way with its page, and then is over', async () => {
    const batchId = await startBatch();
    await workOff(1, after(second));
    const claim = await fleet.claim(fleet.rung.shift(), after(second));
    if (claim === null) throw new Error('not claimed');
    expect(await cancelBatch(fleet.db, fleet.ring, steer(batchId, after(2 * second)))).toBe('done');
    expect(await look(batchId)).toMatchObject({ state: 'cancelled', counts: { succeeded: 1, running: 1, cancelled: 4 } });
    await fleet.sweepAt(after(3 * second));
    expect((await look(batchId)).endedAt).toBeNull();
    await fleet.end(claim, { kind: 'more' }, after(4 * second));
    await fleet.sweepAt(after(5 * second));
    expect(await look(batchId)).toMatchObject({
      state: 'cancelled',
      endedAt: after(4 * second),
      counts: { succeeded: 1, cancelled: 5 },
    });
    for (const again of [cancelBatch, resumeBatch]) {
      expect(await again(fleet.db, fleet.ring, steer(batchId))).toBe('not-possible');
    }
    expect(await pauseBatch(fleet.db, steer(batchId))).toBe('not-possible');
  });

  it('queues its failed runs again, after which it runs again and ends again', async () => {
    const batchId = await startBatch();
    await workOff(6, after(minute), [1, 3]);
    await fleet.sweepAt(after(2 * minute));
    expect((await look(batchId)).state).toBe('ended');
    fleet.rung = [];
    expect(await retryFailedRuns(fleet.db, fleet.ring, steer(batchId, after(3 * minute)))).toEqual({ retried: 2 });
    expect(await look(batchId)).toMatchObject({
      state: 'running',
      endedAt: null,
      counts: { queued: 2, succeeded: 4, failed: 0 },
    });
    expect(fleet.rung).toHaveLength(2);
    await workOff(2, after(4 * minute));
    await fleet.sweepAt(after(5 * minute));
    expect(await look(batchId)).toMatchObject({ state: 'ended', counts: { succeeded: 6 } });
    expect(await retryFailedRuns(fleet.db, fleet.ring, steer(batchId))).toEqual({ retried: 0 });
    expect((await look(batchId)).state).toBe('ended');
  });

  it('that nobody knows changes nothing', async () => {
    const nobody = steer(tenantIdOf(1));
    expect(await pauseBatch(fleet.db, nobody)).toBe('unknown');
    expect(await resumeBatch(fleet.db, fleet.ring, nobody)).toBe('unknown');
    expect(await cancelBatch(fleet.db, fleet.ring, nobody)).toBe('unknown');
    expect(await retryFailedRuns(fleet.db, fleet.ring, nobody)).toEqual({ retried: 0 });
  });

  it('is audited and told to listeners', async () => {
    const heard: string[] = [];
    const listener = await fleet.db.listen((payload) => void heard.push(payload));
    const batchId = await startBatch();
    await pauseBatch(fleet.db, steer(batchId));
    await resumeBatch(fleet.db, fleet.ring, steer(batchId));
    await cancelBatch(fleet.db, fleet.ring, steer(batchId));
    await expect.poll(() => heard.filter((payload) => payload === `batch ${batchId}`).length).toBe(4);
    await listener.close();
    const audit = await fleet.db.asFleet((tx) => tx.auditEntry.findMany({ where: { subject: batchId }, orderBy: { id: 'asc' } }));
    expect(audit.map(({ action }) => action)).toEqual(['runs.started', 'batch.paused', 'batch.resumed', 'batch.cancelled']);
  });
});

it('a batch is never closed over a run that is retried at the same moment', async () => {
  for (let round = 0; round < 5; round += 1) {
    await fleet.reset(2);
    const batchId = await startBatch();
    await workOff(2, after(second), [0]);
    const sweeps = [1, 2].map(() => fleet.sweepAt(after(minute)));
    const [{ retried }] = await Promise.all([retryFailedRuns(fleet.db, fleet.ring, steer(batchId, after(minute))), ...sweeps]);
    expect(retried).toBe(1);
    await fleet.sweepAt(after(minute));
    expect(await look(batchId)).toMatchObject({ state: 'running', endedAt: null });
  }
});

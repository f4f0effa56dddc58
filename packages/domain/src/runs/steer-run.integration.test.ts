import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  after,
  begun,
  createTestFleet,
  leaseMs,
  minute,
  operator,
  second,
  type TestFleet,
  tenantIdOf,
} from '../testing/test-fleet.ts';
import { LostClaim, RunCancelled, renewLease } from './claim.ts';
import type { Failure } from './failure-outcome.ts';
import type { RunState } from './run-states.ts';
import { cancelRun, retryRun } from './steer-run.ts';

let fleet: TestFleet;
beforeAll(async () => {
  fleet = await createTestFleet();
});
afterAll(() => fleet.drop());
beforeEach(() => fleet.reset(2));

const outage: Failure = { domain: 'microsoft-outage', code: 'outage', message: 'down', detail: { status: 503 } };
const cancel = (runId: string, now = begun) => cancelRun(fleet.db, fleet.ring, { runId, actor: operator, now });
const retry = (runId: string, now = begun) => retryRun(fleet.db, fleet.ring, { runId, actor: operator, now });

async function runIn(state: RunState): Promise<string> {
  const { runId } = await fleet.startAndClaim(1);
  const ended = state === 'queued' || state === 'waiting' || state === 'held' || state === 'running' ? {} : { finishedAt: begun };
  const claim = state === 'running' ? {} : { claimedBy: null, leaseUntil: null, rungAt: null };
  await fleet.db.asFleet((tx) => tx.run.updateMany({ where: { id: runId }, data: { state, ...claim, ...ended } }));
  return runId;
}

describe('cancelling a run', () => {
  it.each<RunState>(['queued', 'waiting', 'held'])(
    'that is %s ends it at once, and the next of its tenant follows',
    async (state) => {
      const runId = await runIn(state);
      await fleet.start([1], after(1));
      const before = fleet.rung.length;
      expect(await cancel(runId)).toBe('done');
      expect(await fleet.row(runId)).toMatchObject({
        state: 'cancelled',
        finishedAt: begun,
        cancelledBy: 'operator:op',
        rungAt: null,
      });
      expect(await fleet.timeline(runId)).toContain('cancelled');
      expect(fleet.rung.length - before).toBeLessThanOrEqual(1);
      expect(await fleet.db.asFleet((tx) => tx.run.count({ where: { rungAt: { not: null } } }))).toBe(1);
    },
  );

  it.each<RunState>(['succeeded', 'partial', 'failed', 'cancelled'])('that is %s is not possible', async (state) => {
    const runId = await runIn(state);
    expect(await cancel(runId)).toBe('not-possible');
    expect((await fleet.row(runId)).state).toBe(state);
  });

  it('that nobody knows is told apart', async () => {
    expect(await cancel(tenantIdOf(1))).toBe('unknown');
    expect(await retry(tenantIdOf(1))).toBe('unknown');
  });

  it('that is running stops it before its next page is written', async () => {
    const claim = await fleet.startAndClaim(1);
    await fleet.commit(claim, { page: 1 });
    expect(await cancel(claim.runId, after(second))).toBe('done');
    expect(await fleet.row(claim.runId)).toMatchObject({ state: 'running', cancelAt: after(second) });
    expect(await renewLease(fleet.db, claim, { now: after(second), leaseMs })).toBe('cancelled');
    await expect(fleet.commit(claim, { page: 2 }, after(second))).rejects.toThrow(RunCancelled);
    await fleet.start([1], after(second));
    const [next] = await fleet.end(claim, { kind: 'cancelled' }, after(2 * second));
    expect(next?.runId).not.toBe(claim.runId);
    expect(await fleet.row(claim.runId)).toMatchObject({
      ...{ state: 'cancelled', checkpoint: { page: 1 }, finishedAt: after(2 * second), claimedBy: null },
    });
    expect(await fleet.timeline(claim.runId)).toEqual(['created', 'claimed', 'cancelling', 'cancelled']);
  });

  it('that is running ends it whatever it wanted to do next, unless it has done all', async () => {
    for (const end of [
      { kind: 'more' as const },
      { kind: 'wait' as const, until: after(minute), reason: 'budget' },
      { kind: 'fail' as const, failure: outage },
      { kind: 'hold' as const, reason: 'permission-missing' },
    ]) {
      const claim = await fleet.startAndClaim(1);
      await cancel(claim.runId);
      expect(await fleet.end(claim, end)).toEqual([]);
      expect(await fleet.row(claim.runId)).toMatchObject({ state: 'cancelled', finishedAt: begun });
    }
    const claim = await fleet.startAndClaim(1);
    await cancel(claim.runId);
    await fleet.end(claim);
    expect((await fleet.row(claim.runId)).state).toBe('succeeded');
  });

  it('whose worker is lost ends it when the lease has run out', async () => {
    const claim = await fleet.startAndClaim(1);
    await cancel(claim.runId);
    expect(await fleet.sweepAt(after(20 * second))).toEqual([]);
    expect(await fleet.row(claim.runId)).toMatchObject({ state: 'cancelled', finishedAt: after(20 * second) });
  });
});

describe('retrying a run', () => {
  it('that failed goes on from its checkpoint, as if it had never failed', async () => {
    const claim = await fleet.startAndClaim(1, begun, { deadlineMinutes: 60 });
    await fleet.commit(claim, { page: 7 });
    const hopeless: Failure = { domain: 'tenant-gone', code: 'AADSTS90002', message: 'gone', detail: {} };
    await fleet.end(claim, { kind: 'fail', failure: hopeless }, after(second));
    expect(await fleet.row(claim.runId)).toMatchObject({ state: 'failed', checkpoint: { page: 7 }, errorCode: 'AADSTS90002' });
    fleet.rung = [];
    expect(await retry(claim.runId, after(120 * minute))).toBe('done');
    expect(await fleet.row(claim.runId)).toMatchObject({
      ...{ state: 'queued', attempt: 0, errorCode: null, errorDomain: null, finishedAt: null, deadlineAt: after(180 * minute) },
    });
    const again = await fleet.claim(fleet.rung[0], after(120 * minute));
    expect(again).toMatchObject({ runId: claim.runId, checkpoint: { page: 7 } });
    expect(await fleet.timeline(claim.runId)).toEqual(['created', 'claimed', 'failed', 'retried']);
    // The worker that had it before cannot write any more.
    await expect(fleet.commit(claim, { page: 8 }, after(120 * minute))).rejects.toThrow(LostClaim);
  });

  it('that ended as partial begins anew', async () => {
    const claim = await fleet.startAndClaim(1);
    await fleet.commit(claim, { page: 7 });
    await fleet.end(claim, { kind: 'done', state: 'partial', result: { users: 3 } });
    expect(await retry(claim.runId)).toBe('done');
    expect(await fleet.row(claim.runId)).toMatchObject({ state: 'queued', checkpoint: null, result: null });
  });

  it.each<RunState>(['queued', 'running', 'waiting', 'held', 'succeeded', 'cancelled'])(
    'that is %s is not possible',
    async (state) => {
      const runId = await runIn(state);
      expect(await retry(runId)).toBe('not-possible');
      expect((await fleet.row(runId)).state).toBe(state);
    },
  );

  it('is not possible while its schedule has another run of the tenant under way', async () => {
    const scheduleId = '5c000000-0000-4000-8000-000000000001';
    const [failed, active] = [await runIn('failed'), (await fleet.start([1], after(1))).runIds[0] as string];
    await fleet.db.asFleet((tx) => tx.run.updateMany({ data: { scheduleId } }));
    expect(await retry(failed)).toBe('not-possible');
    await cancel(active);
    expect(await retry(failed)).toBe('done');
  });
});

describe('a deadline', () => {
  it.each<RunState>(['queued', 'waiting', 'held'])('that passes ends a run that is %s as failed', async (state) => {
    const runId = await runIn(state);
    await fleet.db.asFleet((tx) => tx.run.updateMany({ where: { id: runId }, data: { deadlineAt: after(minute) } }));
    await fleet.sweepAt(after(minute - 1));
    expect((await fleet.row(runId)).state).not.toBe('failed');
    await fleet.sweepAt(after(minute));
    expect(await fleet.row(runId)).toMatchObject({ state: 'failed', errorCode: 'deadline-passed', finishedAt: after(minute) });
  });

  it('that passes takes a running one from its worker, which writes nothing more', async () => {
    const claim = await fleet.startAndClaim(1, begun, { deadlineMinutes: 1 });
    await fleet.commit(claim, { page: 1 }, after(50 * second));
    await fleet.start([1], after(second));
    const slips = await fleet.sweepAt(after(minute));
    expect(slips).toHaveLength(1);
    await expect(fleet.commit(claim, { page: 2 }, after(minute))).rejects.toThrow(LostClaim);
    await expect(fleet.end(claim, undefined, after(minute))).rejects.toThrow(LostClaim);
    expect(await fleet.row(claim.runId)).toMatchObject({
      state: 'failed',
      checkpoint: { page: 1 },
      errorCode: 'deadline-passed',
    });
    expect(await fleet.timeline(claim.runId)).toEqual(['created', 'claimed', 'failed']);
  });

  it('that has passed before a slip arrives lets nobody begin', async () => {
    await fleet.start([1], begun, { deadlineMinutes: 1 });
    expect(await fleet.claim(fleet.rung[0], after(minute))).toBeNull();
  });
});

describe('a checkpoint that cannot be read', () => {
  it('begins the run anew and says so, and gives up when that does not help', async () => {
    const first = await fleet.startAndClaim(1);
    await fleet.commit(first, { page: 'rubbish' });
    let [slip] = await fleet.end(first, { kind: 'restart', why: 'The saved position could not be read.' });
    expect(await fleet.row(first.runId)).toMatchObject({ state: 'waiting', checkpoint: null, progress: null });
    for (let restart = 2; restart <= 4; restart += 1) {
      const claim = await fleet.claim(slip);
      if (claim === null) throw new Error('not claimed');
      expect(claim.checkpoint).toBeNull();
      await fleet.commit(claim, { page: 'rubbish' });
      [slip] = await fleet.end(claim, { kind: 'restart', why: 'The saved position could not be read.' });
    }
    expect(slip).toBeUndefined();
    expect(await fleet.row(first.runId)).toMatchObject({
      state: 'failed',
      errorCode: 'checkpoint-unreadable',
      errorDomain: 'our-bug',
    });
    expect(await fleet.timeline(first.runId)).toEqual(['created', 'claimed', 'restarted', 'restarted', 'restarted', 'failed']);
  });
});

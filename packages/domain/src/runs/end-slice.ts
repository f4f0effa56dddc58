import { type Database, leaveRunning, notifyChange, type RunLeaving, ringDueRuns, type Tx } from '@tenantry/db';
import type { Claim } from './claim.ts';
import { LostClaim } from './claim.ts';
import { type Failure, failureOutcome } from './failure-outcome.ts';
import type { RunEventKind } from './run-events.ts';
import type { StateAfter } from './run-states.ts';
import type { Slip } from './slip.ts';

/** How a slice ended. */
export type SliceEnd =
  | { kind: 'more' }
  | { kind: 'wait'; until: Date; reason: string }
  | { kind: 'done'; state: 'succeeded' | 'partial'; result: Record<string, unknown> }
  | { kind: 'fail'; failure: Failure }
  | { kind: 'hold'; reason: string }
  /** The run was asked to stop, and stops. */
  | { kind: 'cancelled' }
  /** The checkpoint cannot be gone on from: the run begins anew. `why` is a sentence for the timeline. */
  | { kind: 'restart'; why: string };

type Leaving = Omit<RunLeaving, 'runId' | 'fence' | 'now' | 'event'> & {
  state: StateAfter<'running'>;
  event: { kind: RunEventKind; detail: object } | null;
  /** Whom a throttle puts down besides the run. */
  parks?: 'tenant' | 'fleet';
};

/** Times a run may begin anew; a job that cannot read its own checkpoints would do so for ever. */
const mostRestarts = 3;

/**
 * Ends a slice: writes what follows from it, then rings whoever of this tenant comes next, which may be the same run. A run that was asked to
 * stop meanwhile ends as cancelled instead of waiting for another slice.
 *
 * @returns the slips to put on the queue after the transaction
 * @throws LostClaim before anything is written when the fence has moved on
 */
export async function endSlice(db: Database, claim: Claim, end: SliceEnd, now: Date): Promise<Slip[]> {
  const { runId, fence, tenantId } = claim;
  const { parks, ...leaving } = await leavingAfter(db, claim, end, now);
  const left = await leaveRunning(db, { runId, fence, now, ...leaving });
  if (left === null) throw new LostClaim(runId);
  const until = leaving.notBefore;
  if (parks && until !== null)
    await db.asFleet((tx) => (parks === 'fleet' ? parkFleet(tx, until) : parkTenant(tx, tenantId, until)));
  if (left.slip !== null) return [left.slip];
  return left.othersDue ? db.asFleet((tx) => ringDueRuns(tx, { now, tenantId, limit: 10 })) : [];
}

const turn = { notBefore: null, reasonCode: null };

async function leavingAfter(db: Database, claim: Claim, end: SliceEnd, now: Date): Promise<Leaving> {
  switch (end.kind) {
    case 'more':
      return { ...turn, state: 'waiting', turnOver: true, event: null };
    case 'wait':
      return waiting(end.until, end.reason);
    case 'hold':
      return held(end.reason);
    case 'done':
      return { ...turn, state: end.state, result: end.result, event: { kind: end.state, detail: {} } };
    case 'cancelled':
      return { ...turn, state: 'cancelled', event: null };
    case 'restart':
      return restarting(db, claim, end.why);
    case 'fail':
      return afterFailure(claim, end.failure, now);
  }
}

function waiting(until: Date, reason: string): Leaving {
  const detail = { reason, until: until.toISOString() };
  // A large tenant waits for its budget a thousand times: the run says so while it does, and its timeline stays readable.
  const event = reason === 'budget' ? null : { kind: 'waiting' as const, detail };
  return { state: 'waiting', notBefore: until, reasonCode: reason, event };
}

function held(reason: string, code?: string): Leaving {
  return { ...turn, state: 'held', reasonCode: reason, event: { kind: 'held', detail: { reason, code } } };
}

async function restarting(db: Database, { runId }: Claim, why: string): Promise<Leaving> {
  const before = await db.asFleet((tx) => tx.runEvent.count({ where: { runId, kind: 'restarted' } }));
  if (before < mostRestarts) return { ...turn, state: 'waiting', forget: true, event: { kind: 'restarted', detail: { why } } };
  const code = 'checkpoint-unreadable';
  const message = `The run began anew ${mostRestarts} times and its checkpoint still cannot be read: ${why}`;
  const error = { domain: 'our-bug', code, detail: { message } };
  return { ...turn, state: 'failed', forget: true, error, event: { kind: 'failed', detail: { code } } };
}

function afterFailure(claim: Claim, failure: Failure, now: Date): Leaving {
  const { domain, code, message, detail } = failure;
  const outcome = failureOutcome(failure, claim.attempt, Math.random());
  const error = { domain, code, detail: { message, ...detail } };
  if (outcome.kind === 'fail') return { ...turn, state: 'failed', error, event: { kind: 'failed', detail: { code } } };
  if (outcome.kind === 'hold') return { ...held(outcome.reason, code), error };
  const until = new Date(now.getTime() + Math.ceil(outcome.delayMs));
  return {
    ...waiting(until, code),
    ...(domain === 'throttled' ? {} : { error }),
    countsAsAttempt: outcome.countsAsAttempt,
    ...(outcome.parks === 'nobody' ? {} : { parks: outcome.parks }),
  };
}

/** Nothing of this tenant is dispatched before `until`. A shorter wait never replaces a longer one. */
async function parkTenant(tx: Tx, tenantId: string, until: Date): Promise<void> {
  await tx.connection.updateMany({
    where: { tenantId, OR: [{ notBefore: null }, { notBefore: { lt: until } }] },
    data: { notBefore: until },
  });
  await notifyChange(tx, `tenant ${tenantId}`);
}

async function parkFleet(tx: Tx, until: Date): Promise<void> {
  await tx.fleetState.updateMany({
    where: { id: 1, OR: [{ notBefore: null }, { notBefore: { lt: until } }] },
    data: { notBefore: until },
  });
  await notifyChange(tx, 'fleet');
}

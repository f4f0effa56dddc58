import { type Database, notifyChange, Prisma, ringDueRuns, type Tx } from '@tenantry/db';
import type { Claim } from './claim.ts';
import { LostClaim } from './claim.ts';
import { type Failure, failureOutcome } from './failure-outcome.ts';
import { recordRunEvents } from './run-events.ts';
import type { StateAfter } from './run-states.ts';
import type { Slip } from './slip.ts';

/** How a slice ended. */
export type SliceEnd =
  | { kind: 'more' }
  | { kind: 'wait'; until: Date; reason: string }
  | { kind: 'done'; state: 'succeeded' | 'partial'; result: Record<string, unknown> }
  | { kind: 'fail'; failure: Failure }
  | { kind: 'hold'; reason: string };

type RunData = Prisma.RunUpdateManyMutationInput;

const released = { claimedBy: null, leaseUntil: null, rungAt: null };

/**
 * Ends a slice: writes what follows from it, then rings whoever of this tenant comes next, which may be the same run.
 *
 * @returns the slips to put on the queue after the transaction
 * @throws LostClaim before anything is written when the fence has moved on
 */
export async function endSlice(db: Database, claim: Claim, end: SliceEnd, now: Date): Promise<Slip[]> {
  return db.asFleet(async (tx) => {
    switch (end.kind) {
      case 'more':
        await leave(tx, claim, 'waiting', { notBefore: null, reasonCode: null });
        await notifyChange(tx, `run ${claim.runId} ${claim.tenantId}`);
        break;
      case 'wait':
        await leave(tx, claim, 'waiting', { notBefore: end.until, reasonCode: end.reason });
        await tell(tx, claim, now, 'waiting', { reason: end.reason, until: end.until.toISOString() });
        break;
      case 'hold':
        await leave(tx, claim, 'held', { reasonCode: end.reason });
        await tell(tx, claim, now, 'held', { reason: end.reason });
        break;
      case 'done':
        await leave(tx, claim, end.state, {
          finishedAt: now,
          result: end.result as Prisma.InputJsonObject,
          checkpoint: Prisma.DbNull,
          reasonCode: null,
        });
        await tell(tx, claim, now, end.state);
        break;
      case 'fail':
        await endAfterFailure(tx, claim, end.failure, now);
        break;
    }
    return ringDueRuns(tx, { now, tenantId: claim.tenantId, limit: 2 });
  });
}

async function endAfterFailure(tx: Tx, claim: Claim, failure: Failure, now: Date): Promise<void> {
  const outcome = failureOutcome(failure, claim.attempt, Math.random());
  const error = {
    errorDomain: failure.domain,
    errorCode: failure.code,
    errorDetail: { message: failure.message, ...failure.detail },
  };
  if (outcome.kind === 'fail') {
    await leave(tx, claim, 'failed', { ...error, finishedAt: now, reasonCode: null });
    await tell(tx, claim, now, 'failed', { code: failure.code });
    return;
  }
  if (outcome.kind === 'hold') {
    await leave(tx, claim, 'held', { ...error, reasonCode: outcome.reason });
    await tell(tx, claim, now, 'held', { reason: outcome.reason, code: failure.code });
    return;
  }
  const until = new Date(now.getTime() + Math.ceil(outcome.delayMs));
  const throttled = failure.domain === 'throttled';
  await leave(tx, claim, 'waiting', {
    ...(throttled ? {} : error),
    notBefore: until,
    reasonCode: failure.code,
    ...(outcome.countsAsAttempt ? { attempt: { increment: 1 } } : {}),
  });
  if (outcome.parks === 'tenant') await parkTenant(tx, claim.tenantId, until);
  if (outcome.parks === 'fleet') await parkFleet(tx, until);
  await tell(tx, claim, now, 'waiting', { reason: failure.code, until: until.toISOString() });
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

async function leave(tx: Tx, claim: Claim, state: StateAfter<'running'>, data: RunData): Promise<void> {
  const { count } = await tx.run.updateMany({
    where: { id: claim.runId, fence: claim.fence, state: 'running' },
    data: { ...released, slice: { increment: 1 }, ...data, state },
  });
  if (count === 0) throw new LostClaim(claim.runId);
}

async function tell(
  tx: Tx,
  claim: Claim,
  now: Date,
  kind: 'waiting' | 'held' | 'succeeded' | 'partial' | 'failed',
  detail?: Prisma.InputJsonObject,
) {
  await recordRunEvents(tx, now, [
    { runId: claim.runId, tenantId: claim.tenantId, kind, ...(detail === undefined ? {} : { detail }) },
  ]);
}

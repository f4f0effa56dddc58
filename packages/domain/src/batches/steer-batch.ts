import { cancelRunRows, type Database, notifyChange, type Prisma, ringDueRuns, type Tx } from '@tenantry/db';
import { type Actor, actorText } from '../people/actor.ts';
import { recordAudit } from '../people/audit.ts';
import type { Ring } from '../runs/slip.ts';
import type { SteerOutcome } from '../runs/steer-run.ts';
import { type BatchState, batchStatesLeadingTo } from './batch-states.ts';
import { retryInBatch } from './retry-in-batch.ts';

interface Wish {
  batchId: string;
  actor: Actor;
  now: Date;
}

/** Most slips rung at once when a batch goes on; the sweep rings the rest. */
const ringAtOnce = 1000;
const noPause = { pausedBy: null, pausedAt: null, pausedUntil: null };

/**
 * None of the batch's runs begins a slice until it is resumed, or until an instant; those under way put their work down at the end of their
 * slice. A batch that is paused gets the new instant. `not-possible`: it has ended, or `until` has passed.
 */
export async function pauseBatch(db: Database, wish: Wish & { until?: Date | undefined }): Promise<SteerOutcome> {
  const { batchId, actor, until, now } = wish;
  if (until !== undefined && until <= now) return 'not-possible';
  return db.asFleet(async (tx) => {
    const pause = { pausedBy: actorText(actor), pausedAt: now, pausedUntil: until ?? null };
    const outcome = await change(tx, batchId, 'paused', pause);
    if (outcome === 'done') await tell(tx, wish, 'batch.paused', { until: until?.toISOString() ?? null });
    return outcome;
  });
}

/** The batch's runs go on. `not-possible`: it is not paused. */
export async function resumeBatch(db: Database, ring: Ring, wish: Wish): Promise<SteerOutcome> {
  return steer(db, ring, wish, async (tx) => {
    const { count } = await tx.batch.updateMany({
      where: { id: wish.batchId, state: 'paused' },
      data: { ...noPause, state: 'running' },
    });
    if (count === 0) return missing(tx, wish.batchId);
    await tell(tx, wish, 'batch.resumed', {});
    return 'done';
  });
}

/** Stops every run of the batch as `cancelRun` does. `not-possible`: it has ended. */
export async function cancelBatch(db: Database, ring: Ring, wish: Wish): Promise<SteerOutcome> {
  const { batchId, actor, now } = wish;
  return steer(db, ring, wish, async (tx) => {
    const outcome = await change(tx, batchId, 'cancelled', noPause);
    if (outcome !== 'done') return outcome;
    const counts = await cancelRunRows(tx, { choice: { batchId }, cancelledBy: actorText(actor), by: actor.name, now });
    await tell(tx, wish, 'batch.cancelled', { ...counts });
    return 'done';
  });
}

/** Queues every failed run of the batch again, each from the checkpoint it kept; an ended batch runs again. Zero: there is none, or no such batch. */
export async function retryFailedRuns(db: Database, ring: Ring, wish: Wish): Promise<{ retried: number }> {
  const { batchId, actor, now } = wish;
  let retried = 0;
  await steer(db, ring, wish, async (tx) => {
    retried = await retryInBatch(tx, { batchId, choice: { batchId }, from: ['failed'], by: actor.name, now });
    if (retried === 0) return 'not-possible';
    await tell(tx, wish, 'batch.retried', { runs: retried });
    return 'done';
  });
  return { retried };
}

async function change(tx: Tx, batchId: string, to: BatchState, data: Prisma.BatchUpdateManyMutationInput): Promise<SteerOutcome> {
  const { count } = await tx.batch.updateMany({
    where: { id: batchId, state: { in: batchStatesLeadingTo(to) } },
    data: { ...data, state: to },
  });
  return count === 1 ? 'done' : missing(tx, batchId);
}

async function missing(tx: Tx, batchId: string): Promise<'unknown' | 'not-possible'> {
  return (await tx.batch.count({ where: { id: batchId } })) === 0 ? 'unknown' : 'not-possible';
}

async function tell(tx: Tx, { batchId, actor, now }: Wish, action: string, detail: Record<string, string | number | null>) {
  await recordAudit(tx, { actor, action, subject: batchId, detail, now });
  await notifyChange(tx, `batch ${batchId}`);
}

async function steer(db: Database, ring: Ring, { now }: Wish, work: (tx: Tx) => Promise<SteerOutcome>): Promise<SteerOutcome> {
  const { outcome, slips } = await db.asFleet(async (tx) => {
    const outcome = await work(tx);
    return { outcome, slips: outcome === 'done' ? await ringDueRuns(tx, { now, tenantId: null, limit: ringAtOnce }) : [] };
  });
  if (slips.length > 0) await ring(slips);
  return outcome;
}

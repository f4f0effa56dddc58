import { cancelRunRows, type Database, notifyChange, ringDueRuns, type Tx } from '@tenantry/db';
import { retryInBatch } from '../batches/retry-in-batch.ts';
import { type Actor, actorText } from '../people/actor.ts';
import { recordAudit } from '../people/audit.ts';
import type { Ring } from './slip.ts';

interface Wish {
  runId: string;
  actor: Actor;
  now: Date;
}

export type SteerOutcome = 'done' | 'unknown' | 'not-possible';

/**
 * Stops a run. One that nobody works on ends as cancelled at once; one that is running writes no further page and ends as cancelled, within a
 * page. `not-possible`: it has ended already.
 */
export async function cancelRun(db: Database, ring: Ring, wish: Wish): Promise<SteerOutcome> {
  const { runId, actor, now } = wish;
  return steer(db, ring, wish, 'run.cancelled', async (tx) => {
    const { cancelled, asked } = await cancelRunRows(tx, {
      choice: { runId },
      cancelledBy: actorText(actor),
      by: actor.name,
      now,
    });
    return cancelled + asked > 0;
  });
}

/**
 * Queues a run again that failed, from the checkpoint it kept, or that ended as partial, from the beginning; its batch runs again. `not-possible`:
 * it ended otherwise or not at all, it is a proof, or its schedule has another run of the tenant under way.
 */
export async function retryRun(db: Database, ring: Ring, wish: Wish): Promise<SteerOutcome> {
  const { runId, actor, now } = wish;
  return steer(db, ring, wish, 'run.retried', async (tx, { batchId }) => {
    return (await retryInBatch(tx, { batchId, choice: { runId }, from: ['failed', 'partial'], by: actor.name, now })) > 0;
  });
}

async function steer(
  db: Database,
  ring: Ring,
  { runId, actor, now }: Wish,
  action: string,
  change: (tx: Tx, run: { batchId: string | null }) => Promise<boolean>,
): Promise<SteerOutcome> {
  const slips = await db.asFleet(async (tx) => {
    const run = await tx.run.findUnique({ where: { id: runId }, select: { tenantId: true, batchId: true } });
    if (run === null) return 'unknown';
    if (!(await change(tx, run))) return 'not-possible';
    const { tenantId, batchId } = run;
    await recordAudit(tx, { actor, action, tenantId, subject: runId, now });
    await notifyChange(tx, `run ${runId} ${tenantId}`);
    if (batchId !== null) await notifyChange(tx, `batch ${batchId}`);
    return ringDueRuns(tx, { now, tenantId, limit: 10 });
  });
  if (typeof slips === 'string') return slips;
  if (slips.length > 0) await ring(slips);
  return 'done';
}

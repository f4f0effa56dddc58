import { type CreatedRuns, type Database, ringDueRuns } from '@tenantry/db';
import { findJob } from '../job-catalogue.ts';
import { type Actor, actorText } from '../people/actor.ts';
import { recordAudit } from '../people/audit.ts';
import { createRuns } from './create-runs.ts';
import { startProofs } from './proof-run.ts';
import { type Selection, theOneTenant } from './selection.ts';
import type { Ring } from './slip.ts';

export type StartOutcome =
  | ({ kind: 'started'; batchId: string | null } & CreatedRuns)
  | { kind: 'refused'; problems: { field: string; message: string }[] };

interface Wish {
  job: string;
  params: unknown;
  selection: Selection;
  actor: Actor;
  trigger: 'operator' | 'api' | 'batch';
  label?: string | undefined;
  /** A run that has not ended so long after it was started ends as failed. */
  deadlineMinutes?: number | undefined;
  /** Span in which the runs are begun. */
  traceparent?: string | null;
  now: Date;
}

/** Most slips rung at once when runs are started; the sweep rings the rest. */
const ringAtOnce = 1000;

/**
 * Starts a job for a selection of tenants, as one batch unless the selection is one tenant by name.
 *
 * A tenant whose connection cannot work now is left out with the reason; one that is settling, or lacks a permission of the job, gets a run that
 * is held until it may go on. `runIds` and `skipped.named` hold at most 100; beyond that the batch tells.
 *
 * @param wish.params checked against the job's schema before anything is written
 * @param wish.selection has passed `selectionSchema`
 */
export async function startRuns(db: Database, ring: Ring, wish: Wish): Promise<StartOutcome> {
  const job = findJob(wish.job);
  if (job === undefined || !job.startableByHand) return refused('job', 'There is no job of that name to start.');
  const params = job.params.safeParse(wish.params ?? {});
  if (!params.success) {
    const problems = params.error.issues.map((issue) => ({ field: ['params', ...issue.path].join('.'), message: issue.message }));
    return { kind: 'refused', problems };
  }
  if (job.name === 'verify-connection') {
    const trigger = wish.trigger === 'batch' ? 'operator' : wish.trigger;
    return { kind: 'started', batchId: null, ...(await startProofs(db, ring, { ...wish, trigger })) };
  }
  const { started, slips } = await db.asFleet(async (tx) => {
    const { actor, selection, now } = wish;
    const started = await createRuns(tx, { ...wish, job, params: params.data, actorText: actorText(actor), by: actor.name });
    const { batchId, created, runIds } = started;
    if (created === 0) return { started, slips: [] };
    const tenantId = theOneTenant(selection);
    await recordAudit(tx, {
      actor,
      action: 'runs.started',
      ...(tenantId === null ? {} : { tenantId }),
      subject: batchId ?? runIds[0] ?? job.name,
      detail: { job: job.name, tenants: created },
      now,
    });
    const slips = await ringDueRuns(tx, { now, tenantId, limit: ringAtOnce });
    return { started, slips };
  });
  if (slips.length > 0) await ring(slips);
  return { kind: 'started', ...started };
}

function refused(field: string, message: string): StartOutcome {
  return { kind: 'refused', problems: [{ field, message }] };
}

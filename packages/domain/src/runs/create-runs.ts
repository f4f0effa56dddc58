import { randomUUID } from 'node:crypto';
import { type CreatedRuns, createRunRows, notifyChange, type Tx } from '@tenantry/db';
import type { JobDefinition } from '../job-catalogue.ts';
import { choiceOf, type Selection, theOneTenant } from './selection.ts';

const minute = 60_000;

export interface RunsWish {
  job: JobDefinition;
  /** Checked against the job's schema already. */
  params: object;
  selection: Selection;
  /** As rows keep an actor, see `actorText`. */
  actorText: string;
  /** The actor's name in timelines; default the text. */
  by?: string;
  trigger: 'operator' | 'api' | 'batch' | 'schedule';
  label?: string | undefined;
  scheduleId?: string | undefined;
  /** The runs begin within so long after `notBeforeBase`, each tenant always at the same place. Default 0: all at once. */
  spreadMs?: number | undefined;
  /** Default `now`. */
  notBeforeBase?: Date | undefined;
  deadlineMinutes?: number | undefined;
  /** Span in which they are begun, kept for whoever works them off. */
  traceparent?: string | null;
  now: Date;
}

/**
 * Makes the runs of a job for a selection of tenants, all in one statement, and a batch of them unless the selection is one tenant by name
 * and no schedule is behind it. Nothing is rung.
 *
 * @returns no batch where no tenant got a run; `skipped` counts the tenants that were left out by reason: the state of a connection that cannot
 *   work, `unknown-tenant`, or `already-active` when the schedule's last run of the tenant has not ended
 */
export async function createRuns(tx: Tx, wish: RunsWish): Promise<CreatedRuns & { batchId: string | null }> {
  const { job, selection, now } = wish;
  // The firings of a schedule are its batches, however few tenants it has.
  const tenantId = wish.scheduleId === undefined ? theOneTenant(selection) : null;
  const batchId = newId(now);
  const made = await createRunRows(tx, {
    choice: choiceOf(selection),
    job: job.name,
    params: wish.params,
    lane: job.lane,
    permissions: job.permissions,
    trigger: wish.trigger,
    requestedBy: wish.actorText,
    by: wish.by ?? wish.actorText,
    batch: tenantId === null ? { id: batchId, label: wish.label?.trim() || job.title, selection } : undefined,
    scheduleId: wish.scheduleId ?? null,
    spreadMs: wish.spreadMs ?? 0,
    notBefore: wish.notBeforeBase ?? (wish.spreadMs ? now : null),
    deadlineMs: wish.deadlineMinutes === undefined ? null : wish.deadlineMinutes * minute,
    traceparent: wish.traceparent ?? null,
    now,
  });
  if (made.created === 0) return { ...made, batchId: null };
  await notifyChange(tx, tenantId === null ? `batch ${batchId}` : `run ${made.runIds[0]} ${tenantId}`);
  return { ...made, batchId: tenantId === null ? batchId : null };
}

/** A version 7 UUID of an instant. */
function newId(now: Date): string {
  const time = now.getTime().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

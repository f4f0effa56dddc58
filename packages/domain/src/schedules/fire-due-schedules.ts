import { lockDueSchedules, notifyChange, type Schedule, type Tx, tryInside } from '@tenantry/db';
import { createRuns } from '../runs/create-runs.ts';
import { selectionSchema } from '../runs/selection.ts';
import { latestFiring, nextFirings } from './cadence.ts';
import { cadenceOf } from './check-cadence.ts';
import { findScheduledJob, problemOfSchedule } from './schedule-wish.ts';

const minute = 60_000;

/** A firing that comes later than this was missed: the catch-up policy says what becomes of it. */
const lateAfterMs = 10 * minute;
const atOnce = 5;

/** What became of the schedules that were due, for the log. */
export interface Firings {
  fired: { scheduleId: string; label: string; batchId: string | null; created: number }[];
  /** New problems only: a schedule that goes on having one is named once. */
  problems: { scheduleId: string; label: string; code: string }[];
  /** Firings that threw, of which nothing was written; they are tried again by the next call. */
  failed: { scheduleId: string; error: unknown }[];
}

/**
 * Fires the schedules that are due, five at most: makes their runs, due over the spread, and moves them on to their next time. Any number of
 * workers may call it; each firing is made by one of them. Nothing is rung. One that fails does not keep the others from firing.
 */
export async function fireDueSchedules(tx: Tx, now: Date): Promise<Firings> {
  const firings: Firings = { fired: [], problems: [], failed: [] };
  for (const id of await lockDueSchedules(tx, { now, limit: atOnce })) {
    const error = await tryInside(tx, async () => {
      const row = await tx.schedule.findUniqueOrThrow({ where: { id } });
      const { label } = row;
      const code = problemOfSchedule(row);
      if (code !== row.problemCode) {
        await tx.schedule.update({ where: { id }, data: { problemCode: code } });
        await notifyChange(tx, 'fleet');
        if (code !== null) firings.problems.push({ scheduleId: id, label, code });
      }
      if (row.nextAt === null || row.nextAt > now) return;
      const runs = code === null ? await fire(tx, row, row.nextAt, now) : null;
      await tx.schedule.update({ where: { id }, data: { nextAt: following(row, row.nextAt, now) } });
      if (runs !== null) firings.fired.push({ scheduleId: id, label, ...runs });
    });
    if (error !== null) firings.failed.push({ scheduleId: id, error });
  }
  return firings;
}

/** Null when the firing comes too late and is left out. */
async function fire(tx: Tx, row: Schedule, due: Date, now: Date): Promise<{ batchId: string | null; created: number } | null> {
  const job = findScheduledJob(row.job);
  if (job === undefined) return null;
  const slot = latestFiring(cadenceOf(row), due, now);
  const late = now.getTime() - slot.getTime() > lateAfterMs;
  if (late && row.catchUp === 'skip') {
    await tx.schedule.update({ where: { id: row.id }, data: { missedAt: slot } });
    return null;
  }
  await tx.schedule.update({ where: { id: row.id }, data: { firedAt: now, missedAt: null } });
  const { batchId, created } = await createRuns(tx, {
    job,
    params: job.params.parse(row.params),
    selection: selectionSchema.parse(row.selection),
    actorText: `schedule:${row.id}`,
    by: row.label,
    trigger: 'schedule',
    label: row.label,
    scheduleId: row.id,
    spreadMs: row.spreadMinutes * minute,
    // What is made up for after hours is spread like any other firing, instead of beginning all at once.
    notBeforeBase: late ? now : slot,
    now,
  });
  return { batchId, created };
}

/** The first firing after now; an interval keeps its beat. */
function following(row: Schedule, due: Date, now: Date): Date | null {
  const cadence = cadenceOf(row);
  return nextFirings(cadence, 'cron' in cadence ? now : latestFiring(cadence, due, now), 1)[0] ?? null;
}

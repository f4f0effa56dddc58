import { type Database, notifyChange, type Prisma, type Tx } from '@tenantry/db';
import { type Actor, actorText } from '../people/actor.ts';
import { recordAudit } from '../people/audit.ts';
import { type Cadence, nextFirings } from './cadence.ts';
import { cadenceOf, type Problem } from './check-cadence.ts';
import { type CheckedWish, checkWish, problemOfSchedule, type ScheduleWish } from './schedule-wish.ts';

export type ScheduleOutcome =
  | { kind: 'saved'; scheduleId: string }
  | { kind: 'refused'; problems: Problem[] }
  | { kind: 'unknown' };

type Change = { actor: Actor; now: Date };

/**
 * Makes a schedule. It fires first at its next time by the clock, or after its first interval.
 *
 * @returns `refused` with every problem and its field, and then nothing is written
 */
export async function createSchedule(
  db: Database,
  { wish, actor, now }: Change & { wish: ScheduleWish },
): Promise<ScheduleOutcome> {
  const checked = checkWish(wish);
  if ('problems' in checked) return { kind: 'refused', ...checked };
  return db.asFleet(async (tx) => {
    const { id } = await tx.schedule.create({
      data: {
        ...columnsOf(checked),
        nextAt: checked.enabled ? firstFiring(checked.cadence, now) : null,
        createdBy: actorText(actor),
        createdAt: now,
        changedAt: now,
      },
    });
    await tell(tx, 'schedule.created', id, checked, { actor, now });
    return { kind: 'saved', scheduleId: id };
  });
}

/** Replaces all that a schedule says. A schedule whose times stay as they were keeps its next firing. Refusals as in `createSchedule`. */
export async function updateSchedule(
  db: Database,
  { scheduleId, wish, actor, now }: Change & { scheduleId: string; wish: ScheduleWish },
): Promise<ScheduleOutcome> {
  const checked = checkWish(wish);
  if ('problems' in checked) return { kind: 'refused', ...checked };
  return db.asFleet(async (tx) => {
    const row = await lockSchedule(tx, scheduleId);
    if (row === null) return { kind: 'unknown' };
    const sameTimes = row.enabled && JSON.stringify(cadenceOf(row)) === JSON.stringify(checked.cadence);
    const nextAt = sameTimes ? row.nextAt : firstFiring(checked.cadence, now);
    await tx.schedule.update({
      where: { id: scheduleId },
      data: {
        ...columnsOf(checked),
        nextAt: checked.enabled ? nextAt : null,
        ...(sameTimes ? {} : { missedAt: null }),
        problemCode: null,
        changedAt: now,
      },
    });
    await tell(tx, 'schedule.changed', scheduleId, checked, { actor, now });
    return { kind: 'saved', scheduleId };
  });
}

/** Lets a schedule fire again, from its next time on, or no more. Runs that it started go on. */
export async function setScheduleEnabled(
  db: Database,
  { scheduleId, enabled, actor, now }: Change & { scheduleId: string; enabled: boolean },
): Promise<'done' | 'unknown'> {
  return db.asFleet(async (tx) => {
    const row = await lockSchedule(tx, scheduleId);
    if (row === null) return 'unknown';
    if (row.enabled === enabled) return 'done';
    await tx.schedule.update({
      where: { id: scheduleId },
      data: {
        enabled,
        nextAt: enabled ? firstFiring(cadenceOf(row), now) : null,
        missedAt: null,
        problemCode: enabled ? problemOfSchedule(row) : null,
        changedAt: now,
      },
    });
    await tell(tx, enabled ? 'schedule.enabled' : 'schedule.disabled', scheduleId, row, { actor, now });
    return 'done';
  });
}

/** Takes a schedule away. Its batches and runs stay, and go on. */
export async function deleteSchedule(
  db: Database,
  { scheduleId, actor, now }: Change & { scheduleId: string },
): Promise<'done' | 'unknown'> {
  return db.asFleet(async (tx) => {
    const row = await lockSchedule(tx, scheduleId);
    if (row === null) return 'unknown';
    await tx.schedule.delete({ where: { id: scheduleId } });
    await tell(tx, 'schedule.deleted', scheduleId, row, { actor, now });
    return 'done';
  });
}

/** The row, which no firing moves on until the transaction has ended; null when there is none. */
async function lockSchedule(tx: Tx, scheduleId: string) {
  await tx.$executeRaw`select from schedule where id = ${scheduleId}::uuid for update`;
  return tx.schedule.findUnique({ where: { id: scheduleId } });
}

function firstFiring(cadence: Cadence, now: Date): Date | null {
  return nextFirings(cadence, now, 1)[0] ?? null;
}

function columnsOf({ cadence, job, params, selection, ...rest }: CheckedWish) {
  return {
    ...rest,
    job: job.name,
    params: params as Prisma.InputJsonObject,
    selection: selection as Prisma.InputJsonObject,
    ...('cron' in cadence
      ? { ...cadence, everyMinutes: null }
      : { everyMinutes: cadence.everyMinutes, cron: null, timeZone: null }),
  };
}

async function tell(
  tx: Tx,
  action: string,
  scheduleId: string,
  schedule: { label: string; job: string | { name: string } },
  { actor, now }: Change,
): Promise<void> {
  const job = typeof schedule.job === 'string' ? schedule.job : schedule.job.name;
  await recordAudit(tx, { actor, action, subject: scheduleId, detail: { label: schedule.label, job }, now });
  await notifyChange(tx, 'fleet');
}

import type { BatchState, Database, Schedule, Tx } from '@tenantry/db';
import { cursorKinds, decodeCursor, type Page, toPage } from '../keyset.ts';
import type { Selection } from '../runs/selection.ts';
import { type Cadence, nextFirings } from './cadence.ts';
import { cadenceOf } from './check-cadence.ts';

export interface ScheduleSummary {
  id: string;
  label: string;
  job: string;
  params: Record<string, unknown>;
  selection: Selection;
  cadence: Cadence;
  spreadMinutes: number;
  catchUp: 'once' | 'skip';
  enabled: boolean;
  /** Null while it is disabled. */
  nextAt: Date | null;
  firedAt: Date | null;
  /** The newest firing that was left out; null after one that was not. */
  missedAt: Date | null;
  /** Why it cannot fire: `schedule-job-gone`, `schedule-params-unfit` or `schedule-selection-unfit`. */
  problemCode: string | null;
  createdBy: string;
  createdAt: Date;
  changedAt: Date;
}

/** What came of one firing. */
export interface ScheduleBatch {
  id: string;
  state: BatchState;
  tenantCount: number;
  createdAt: Date;
  endedAt: Date | null;
  /** Runs by state when the batch had ended. */
  endCounts: Record<string, number> | null;
}

export interface ListedSchedule extends ScheduleSummary {
  /** That of its last firing that had a tenant. */
  lastBatch: ScheduleBatch | null;
}

export interface ScheduleDetail extends ScheduleSummary {
  /** The next firings; none while it is disabled. */
  upcoming: Date[];
  /** The batches of its last ten firings that had a tenant, newest first. */
  batches: ScheduleBatch[];
}

const upcomingShown = 5;
const batchesShown = 10;

/** Schedules, newest first. Throws DomainError `bad-cursor`. */
export async function listSchedules(
  db: Database,
  query: { after?: string | undefined; limit: number },
): Promise<Page<ListedSchedule>> {
  const after = query.after === undefined ? null : decodeCursor(query.after, cursorKinds.schedules);
  const older = after === null ? {} : seenBefore(new Date(after[0]), after[1]);
  return db.asFleet(async (tx) => {
    const rows = await tx.schedule.findMany({
      where: older,
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: query.limit + 1,
    });
    const last = await lastBatches(tx, rows);
    return toPage(
      rows,
      query.limit,
      (row) => [row.createdAt.toISOString(), row.id],
      (row) => ({ ...summaryOf(row), lastBatch: last.get(row.id) ?? null }),
    );
  });
}

/** The newest batch of each schedule, by the schedule's id. */
async function lastBatches(tx: Tx, schedules: { id: string }[]): Promise<Map<string, ScheduleBatch>> {
  const found = await tx.$queryRaw<(ScheduleBatch & { scheduleId: string })[]>`
    select last.* from unnest(${schedules.map(({ id }) => id)}::uuid[]) as asked(id) cross join lateral (
      select schedule_id as "scheduleId", id, state, tenant_count as "tenantCount", created_at as "createdAt", ended_at as "endedAt",
             end_counts as "endCounts"
        from batch where schedule_id = asked.id order by created_at desc limit 1) as last`;
  return new Map(found.map(({ scheduleId, ...batch }) => [scheduleId, batch]));
}

function seenBefore(createdAt: Date, id: string) {
  return { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] };
}

/** One schedule with its next firings and its last batches, or null. */
export async function findSchedule(db: Database, scheduleId: string): Promise<ScheduleDetail | null> {
  return db.asFleet(async (tx) => {
    const row = await tx.schedule.findUnique({ where: { id: scheduleId } });
    if (row === null) return null;
    const batches = await tx.batch.findMany({
      where: { scheduleId },
      orderBy: { createdAt: 'desc' },
      take: batchesShown,
      select: { id: true, state: true, tenantCount: true, createdAt: true, endedAt: true, endCounts: true },
    });
    const { nextAt } = row;
    return {
      ...summaryOf(row),
      upcoming: nextAt === null ? [] : [nextAt, ...nextFirings(cadenceOf(row), nextAt, upcomingShown - 1)],
      batches: batches.map((batch) => ({ ...batch, endCounts: batch.endCounts as Record<string, number> | null })),
    };
  });
}

function summaryOf({ cron, timeZone, everyMinutes, params, selection, ...row }: Schedule): ScheduleSummary {
  return {
    ...row,
    params: params as Record<string, unknown>,
    selection: selection as Selection,
    cadence: cadenceOf({ cron, timeZone, everyMinutes }),
  };
}

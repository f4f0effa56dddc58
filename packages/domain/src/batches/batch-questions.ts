import { type BatchStanding, type Database, type Prisma, readBatchStandings, type Tx } from '@tenantry/db';
import { cursorKinds, decodeCursor, type Page, toPage } from '../keyset.ts';
import { endedRunStates, type RunState, runStates } from '../runs/run-states.ts';
import type { Selection } from '../runs/selection.ts';
import { type Pause, pauseOf } from '../tenants/pause.ts';
import { type BatchPace, paceOf, paceWindowMs } from './batch-pace.ts';
import type { BatchState } from './batch-states.ts';

export interface BatchSummary extends BatchPace {
  id: string;
  job: string;
  label: string;
  selection: Selection | { kind: 'tenants' };
  state: BatchState;
  requestedBy: string;
  scheduleId: string | null;
  createdAt: Date;
  endedAt: Date | null;
  /** Null unless it is paused at this moment. */
  paused: Pause | null;
  counts: Record<RunState, number>;
  /** Runs that have ended, however they did. */
  done: number;
  total: number;
}

export interface BatchDetail extends BatchSummary {
  params: Record<string, unknown>;
}

/** Batches, newest first. Throws DomainError `bad-cursor`. */
export async function listBatches(
  db: Database,
  query: { after?: string | undefined; limit: number },
  now = new Date(),
): Promise<Page<BatchSummary>> {
  const conditions: Prisma.BatchWhereInput[] = [];
  if (query.after !== undefined) {
    const [createdAt, id] = decodeCursor(query.after, cursorKinds.batches);
    conditions.push({ OR: [{ createdAt: { lt: new Date(createdAt) } }, { createdAt: new Date(createdAt), id: { lt: id } }] });
  }
  return db.asFleet(async (tx) => {
    const rows = await tx.batch.findMany({
      where: { AND: conditions },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: query.limit + 1,
    });
    const standings = await standingsOf(tx, rows, now);
    return toPage(
      rows,
      query.limit,
      (row) => [row.createdAt.toISOString(), row.id],
      (row) => summaryOf(row, standings.get(row.id), now),
    );
  });
}

/** One batch with where it stands, or null. */
export async function findBatch(db: Database, batchId: string, now = new Date()): Promise<BatchDetail | null> {
  return db.asFleet(async (tx) => {
    const row = await tx.batch.findUnique({ where: { id: batchId } });
    if (row === null) return null;
    const standings = await standingsOf(tx, [row], now);
    return { ...summaryOf(row, standings.get(row.id), now), params: row.params as Record<string, unknown> };
  });
}

type Row = Prisma.BatchGetPayload<object>;

/** Only what is open is counted: an ended batch carries its counts. */
async function standingsOf(tx: Tx, rows: Row[], now: Date): Promise<Map<string, BatchStanding>> {
  const batchIds = rows.filter(({ endCounts }) => endCounts === null).map(({ id }) => id);
  if (batchIds.length === 0) return new Map();
  const standings = await readBatchStandings(tx, { batchIds, since: new Date(now.getTime() - paceWindowMs) });
  return new Map(standings.map((standing) => [standing.batchId, standing]));
}

function summaryOf(row: Row, standing: BatchStanding | undefined, now: Date): BatchSummary {
  const counted = standing?.counts ?? (row.endCounts as Record<string, number> | null) ?? {};
  const counts = Object.fromEntries(runStates.map((state) => [state, counted[state] ?? 0])) as Record<RunState, number>;
  const done = endedRunStates.reduce((sum, state) => sum + counts[state], 0);
  const paused = row.state === 'paused' ? pauseOf(row, now) : null;
  const state = row.state === 'paused' && paused === null ? 'running' : row.state;
  return {
    id: row.id,
    job: row.job,
    label: row.label,
    selection: row.selection as BatchSummary['selection'],
    state,
    requestedBy: row.requestedBy,
    scheduleId: row.scheduleId,
    createdAt: row.createdAt,
    endedAt: row.endedAt,
    paused,
    counts,
    done,
    total: row.tenantCount,
    ...paceOf({ state, since: row.createdAt, left: row.tenantCount - done, standing, now }),
  };
}

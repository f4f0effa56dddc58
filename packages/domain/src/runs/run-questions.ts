import type { Database, Prisma, Tx } from '@tenantry/db';
import { cursorKinds, decodeCursor, type Page, toPage } from '../keyset.ts';
import type { RunProgress } from './claim.ts';
import type { RunState } from './run-states.ts';

export interface RunSummary {
  id: string;
  tenantId: string;
  tenantName: string;
  job: string;
  state: RunState;
  trigger: string;
  requestedBy: string;
  batchId: string | null;
  reasonCode: string | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  notBefore: Date | null;
  attempt: number;
  slice: number;
  progress: RunProgress | null;
  errorDomain: string | null;
  errorCode: string | null;
}

export interface RunDetail extends RunSummary {
  params: Record<string, unknown>;
  lane: 'prompt' | 'bulk' | 'long';
  ring: number;
  fence: number;
  claimedBy: string | null;
  leaseUntil: Date | null;
  result: Record<string, unknown> | null;
  /** How many rows of results are kept; null for a run that wrote none, and when retention has taken them. */
  resultRows: number | null;
  scheduleId: string | null;
  /** Ends as failed when it has not ended by itself before. */
  deadlineAt: Date | null;
  /** Since when it is asked to stop, and by whom. */
  cancelAt: Date | null;
  cancelledBy: string | null;
  errorDetail: {
    message: string;
    status?: number;
    graphCode?: string;
    aadsts?: number;
    requestId?: string;
    correlationId?: string;
    traceId?: string;
  } | null;
  batchLabel: string | null;
}

const withNames = { tenant: { select: { name: true } }, batch: { select: { label: true } } } satisfies Prisma.RunInclude;
type Row = Prisma.RunGetPayload<{ include: typeof withNames }>;

export interface RunQuery {
  tenantId?: string | undefined;
  job?: string | undefined;
  states?: RunState[] | undefined;
  batchId?: string | undefined;
  /** Also those proofs that nobody asked for. */
  heartbeats?: boolean | undefined;
  after?: string | undefined;
  limit: number;
}

/** Runs, newest first. Throws DomainError `bad-cursor`. */
export async function listRuns(db: Database, query: RunQuery): Promise<Page<RunSummary>> {
  return db.asFleet((tx) => readRuns(tx, query));
}

/** `listRuns` inside a transaction. */
export async function readRuns(tx: Tx, query: RunQuery): Promise<Page<RunSummary>> {
  const conditions: Prisma.RunWhereInput[] = [];
  if (query.tenantId !== undefined) conditions.push({ tenantId: query.tenantId });
  if (query.job !== undefined) conditions.push({ job: query.job });
  if (query.states !== undefined) conditions.push({ state: { in: query.states } });
  if (query.batchId !== undefined) conditions.push({ batchId: query.batchId });
  if (!query.heartbeats) conditions.push({ trigger: { not: 'heartbeat' } });
  if (query.after !== undefined) {
    const [createdAt, id] = decodeCursor(query.after, cursorKinds.runs);
    conditions.push({ OR: [{ createdAt: { lt: new Date(createdAt) } }, { createdAt: new Date(createdAt), id: { lt: id } }] });
  }
  const rows = await tx.run.findMany({
    where: { AND: conditions },
    include: withNames,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: query.limit + 1,
  });
  return toPage(rows, query.limit, (row) => [row.createdAt.toISOString(), row.id], summaryOf);
}

function summaryOf(row: Row): RunSummary {
  return {
    id: row.id,
    tenantId: row.tenantId,
    tenantName: row.tenant.name,
    job: row.job,
    state: row.state,
    trigger: row.trigger,
    requestedBy: row.requestedBy,
    batchId: row.batchId,
    reasonCode: row.reasonCode,
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
    notBefore: row.notBefore,
    attempt: row.attempt,
    slice: row.slice,
    progress: row.progress as RunProgress | null,
    errorDomain: row.errorDomain,
    errorCode: row.errorCode,
  };
}

/** One run with all that is known of it, or null. */
export async function findRun(db: Database, runId: string): Promise<RunDetail | null> {
  const row = await db.asFleet((tx) => tx.run.findUnique({ where: { id: runId }, include: withNames }));
  if (row === null) return null;
  return {
    ...summaryOf(row),
    params: row.params as Record<string, unknown>,
    lane: row.lane,
    ring: row.ring,
    fence: row.fence,
    claimedBy: row.claimedBy,
    leaseUntil: row.leaseUntil,
    result: row.result as Record<string, unknown> | null,
    resultRows: row.resultRows,
    scheduleId: row.scheduleId,
    deadlineAt: row.deadlineAt,
    cancelAt: row.cancelAt,
    cancelledBy: row.cancelledBy,
    errorDetail: row.errorDetail as RunDetail['errorDetail'],
    batchLabel: row.batch?.label ?? null,
  };
}

export interface TimelineEntry {
  id: string;
  at: Date;
  kind: string;
  detail: Record<string, unknown> | null;
}

/** What happened to a run, newest first. */
export async function readTimeline(
  db: Database,
  of: { runId: string; tenantId: string; limit: number },
): Promise<TimelineEntry[]> {
  const rows = await db.asTenant(of.tenantId, (tx) =>
    tx.runEvent.findMany({ where: { runId: of.runId }, orderBy: { id: 'desc' }, take: of.limit }),
  );
  return rows.map((row) => ({ id: String(row.id), at: row.at, kind: row.kind, detail: row.detail as TimelineEntry['detail'] }));
}

export interface RunLogLine extends Omit<TimelineEntry, 'kind'> {
  level: string;
  message: string;
}

/** The levels of a run's log. */
export const runLogLevels = ['info', 'warn', 'error'] as const;

/** The log of a run, newest first, narrowed to some levels and to a part of the message. Throws DomainError `bad-cursor`. */
export async function readRunLog(
  db: Database,
  of: {
    runId: string;
    tenantId: string;
    after?: string | undefined;
    limit: number;
    search?: string | undefined;
    levels?: (typeof runLogLevels)[number][] | undefined;
  },
): Promise<Page<RunLogLine>> {
  const before = of.after === undefined ? null : decodeCursor(of.after, cursorKinds.runLog)[0];
  const rows = await db.asTenant(of.tenantId, (tx) =>
    tx.runLog.findMany({
      where: {
        runId: of.runId,
        ...(before === null ? {} : { id: { lt: BigInt(before) } }),
        ...(of.levels === undefined ? {} : { level: { in: of.levels } }),
        ...(of.search ? { message: { contains: of.search, mode: 'insensitive' as const } } : {}),
      },
      orderBy: { id: 'desc' },
      take: of.limit + 1,
    }),
  );
  return toPage(
    rows,
    of.limit,
    (row) => [String(row.id)],
    (row) => ({
      id: String(row.id),
      at: row.at,
      level: row.level,
      message: row.message,
      detail: row.detail as TimelineEntry['detail'],
    }),
  );
}

import {
  claimPurge,
  type Database,
  deleteEmptyBatches,
  dropRunResults,
  findEndedHeartbeats,
  findEndedRuns,
  findSurplusResults,
  type Tx,
  trimRuns,
} from '@tenantry/db';
import { retentionPolicy } from './retention-policy.ts';

const day = 86_400_000;
const everyMs = 3_600_000;
const runsAtOnce = 200;

/** How many rows went. */
export interface Purged {
  runs: number;
  /** Lines of logs and timelines. */
  lines: number;
  results: number;
  batches: number;
  consentRequests: number;
  sessions: number;
  alerts: number;
  /** The time was up before the work was done: the next call goes on at once instead of in an hour. */
  unfinished: boolean;
}

type EndedRuns = { runId: string; tenantId: string }[];

/**
 * Deletes what retention no longer keeps. Any number of workers may call it, as often as they like: one of them does it, once an hour. Runs that
 * have not ended, and those of a batch that goes on, keep all they have. What was deleted before a crash is gone, and the rest goes next time.
 *
 * @param forMs about how long it may take, by the machine's clock: a worker that closes waits for it
 *
 * @returns null when it is not due
 */
export async function purge(db: Database, now: Date, forMs = 5000): Promise<Purged | null> {
  const endMs = performance.now() + forMs;
  const timeIsUp = () => performance.now() >= endMs;
  const claim = await db.asFleet((tx) => claimPurge(tx, { now, notSince: new Date(now.getTime() - everyMs) }));
  if (claim === null) return null;
  const runs = await deleteRuns(db, { of: 'all', before: daysBefore(now, retentionPolicy.runDays) }, timeIsUp);
  const beats = await deleteRuns(db, { of: 'heartbeats', before: daysBefore(now, retentionPolicy.heartbeatDays) }, timeIsUp);
  const from = { finishedAt: claim.finishedAt ?? beginning.finishedAt, runId: claim.runId ?? beginning.runId };
  const trimmed = await trimEndedRuns(db, from, now, timeIsUp);
  const results = await dropSurplusResults(db, timeIsUp);
  const rest = await db.asFleet((tx) => deleteTheRest(tx, now));
  const unfinished = runs.unfinished || beats.unfinished || trimmed.unfinished || results.unfinished;
  if (unfinished) await db.asFleet((tx) => tx.fleetState.updateMany({ where: { purgedAt: now }, data: { purgedAt: null } }));
  return {
    runs: runs.rows + beats.rows,
    lines: runs.lines + beats.lines + trimmed.rows,
    results: runs.results + results.rows,
    ...rest,
    unfinished,
  };
}

/** Old runs with everything of theirs. */
async function deleteRuns(db: Database, old: { of: 'all' | 'heartbeats'; before: Date }, timeIsUp: () => boolean) {
  const gone = { rows: 0, lines: 0, results: 0, unfinished: false };
  for (let first = true; ; first = false) {
    const find = old.of === 'all' ? findEndedRuns : findEndedHeartbeats;
    const runs = await db.asFleet((tx) => find(tx, { after: beginning, before: old.before, limit: runsAtOnce }));
    if (runs.length === 0) return gone;
    if (!first && timeIsUp()) return { ...gone, unfinished: true };
    gone.lines += await trim(db, runs);
    gone.results += await dropResults(
      db,
      runs.filter(({ hasResults }) => hasResults),
    );
    const where = { id: { in: runs.map(({ runId }) => runId) }, finishedAt: { lt: old.before } };
    gone.rows += (await db.asFleet((tx) => tx.run.deleteMany({ where }))).count;
  }
}

/** Logs and timelines, from where the last purge came to. */
async function trimEndedRuns(db: Database, from: typeof beginning, now: Date, timeIsUp: () => boolean) {
  const before = daysBefore(now, retentionPolicy.lineDays);
  let [rows, after] = [0, from];
  for (let first = true; ; first = false) {
    const runs = await db.asFleet((tx) => findEndedRuns(tx, { after, before, limit: runsAtOnce }));
    const last = runs.at(-1);
    if (last === undefined) return { rows, unfinished: false };
    if (!first && timeIsUp()) return { rows, unfinished: true };
    rows += await trim(db, runs);
    await db.asFleet((tx) => tx.fleetState.updateMany({ data: { trimmedUntil: last.finishedAt, trimmedRunId: last.runId } }));
    after = last;
  }
}

async function dropSurplusResults(db: Database, timeIsUp: () => boolean) {
  for (let [rows, first] = [0, true]; ; first = false) {
    const runs = await db.asFleet((tx) => findSurplusResults(tx, { keep: retentionPolicy.resultsOfJob, limit: runsAtOnce }));
    if (runs.length === 0 || (!first && timeIsUp())) return { rows, unfinished: runs.length > 0 };
    rows += await dropResults(db, runs);
  }
}

/** What is about nobody's directory, and little. */
async function deleteTheRest(tx: Tx, now: Date) {
  const consentRequests = await tx.consentRequest.deleteMany({
    where: {
      state: { in: ['granted', 'not_granted', 'declined', 'failed', 'expired'] },
      settledAt: { lt: daysBefore(now, retentionPolicy.consentRequestDays) },
    },
  });
  const sessions = await tx.session.deleteMany({ where: { expiresAt: { lt: now } } });
  const alerts = await tx.alert.deleteMany({ where: { closedAt: { lt: daysBefore(now, retentionPolicy.alertDays) } } });
  // A worker that did not end in good order, and buckets that have long been full.
  await tx.worker.deleteMany({ where: { seenAt: { lt: daysBefore(now, 1) } } });
  await tx.graphBudget.deleteMany({ where: { filledAt: { lt: daysBefore(now, 1) } } });
  const batches = await deleteEmptyBatches(tx, { before: daysBefore(now, retentionPolicy.runDays), limit: runsAtOnce });
  return { consentRequests: consentRequests.count, sessions: sessions.count, alerts: alerts.count, batches };
}

/** Where a walk over ended runs begins. */
const beginning = { finishedAt: new Date(0), runId: '00000000-0000-0000-0000-000000000000' };

function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * day);
}

/** In one short transaction for each tenant: its rows are touched in its own scope alone. */
async function trim(db: Database, runs: EndedRuns): Promise<number> {
  let rows = 0;
  for (const [tenantId, its] of Map.groupBy(runs, (run) => run.tenantId)) {
    const runIds = its.map(({ runId }) => runId);
    rows += await db.asTenant(tenantId, (tx) => trimRuns(tx, runIds));
  }
  return rows;
}

/** Run by run, because one may have a million rows. */
async function dropResults(db: Database, runs: EndedRuns): Promise<number> {
  let rows = 0;
  for (const { runId, tenantId } of runs) rows += await db.asTenant(tenantId, (tx) => dropRunResults(tx, runId));
  return rows;
}

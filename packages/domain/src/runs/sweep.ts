import {
  closeEndedBatches,
  type Database,
  failRunsPastDeadline,
  holdRunsOfIdleConnections,
  notifyChange,
  ringDueRuns,
  ringLostSlips,
  type Tx,
  takeBackExpiredRuns,
} from '@tenantry/db';
import { raiseAlerts } from '../alerts/alerts.ts';
import { ringHeartbeats, ringStrandedProofs } from '../connections/heartbeat.ts';
import { requestStatesLeadingTo } from '../consent/consent-request-states.ts';
import { explanationOf } from '../errors/explanations.ts';
import { fireDueSchedules } from '../schedules/fire-due-schedules.ts';
import { releaseAllForCredential } from './hold-and-release.ts';
import { recordRunEvents } from './run-events.ts';
import type { Slip } from './slip.ts';

const second = 1000;
const minute = 60 * second;

/** Losses in a row, without one page written between them, after which a run is taken for what kills its workers. */
const mostLosses = 8;
const ringAtOnce = 2000;
const ringAgainAtOnce = 5000;
const endAtOnce = 1000;
const closeAtOnce = 20;

type Report = (message: string, detail: Record<string, unknown>) => void;

/**
 * What every worker does every few seconds, so that nothing depends on one process or on a slip that may be lost: takes back runs of lost workers,
 * ends what is past its deadline, closes batches, fires schedules, makes heartbeats due, lets requests expire, and rings what may run now and
 * what was lost. Guarded updates let many workers do it at once.
 *
 * @param state.idleLanes lanes whose queue holds no slip: a slip that was rung ten seconds ago and is not there any more is lost
 * @param state.report what a log should hold: schedules that fired or cannot, and parts of the sweep that failed. A part that fails keeps no other
 *   from its turn; without `report` its error is thrown at the end.
 *
 * @returns the slips to put on the queue
 */
export async function sweep(
  db: Database,
  state: { now: Date; idleLanes: Record<Slip['lane'], boolean>; report?: Report },
): Promise<Slip[]> {
  const { now, idleLanes } = state;
  const failures: unknown[] = [];
  const report: Report = state.report ?? ((_message, { error }) => void (error === undefined || failures.push(error)));
  const parts: Record<string, (tx: Tx) => Promise<void>> = {
    'lost runs': (tx) => takeBackLostRuns(tx, now),
    deadlines: (tx) => endLateRuns(tx, now),
    batches: (tx) => tendBatches(tx, now),
    'consent requests': (tx) => expireConsentRequests(tx, now),
    holds: async (tx) => {
      await holdIdleRuns(tx, now);
      await releaseAllUnlessBroken(tx, now);
    },
    schedules: (tx) => fireSchedules(tx, now, report),
    alerts: (tx) => raiseAlerts(tx, now),
  };
  for (const [part, work] of Object.entries(parts)) {
    await db.asFleet(work).catch((error: unknown) => report('a part of the sweep failed', { part, error }));
  }
  const slips = await db.asFleet((tx) => ringAll(tx, now, idleLanes));
  if (failures.length > 0) throw failures[0];
  return slips;
}

async function ringAll(tx: Tx, now: Date, idleLanes: Record<Slip['lane'], boolean>): Promise<Slip[]> {
  const slips = [...(await ringHeartbeats(tx, now)), ...(await ringStrandedProofs(tx, now))];
  slips.push(...(await ringDueRuns(tx, { now, tenantId: null, limit: ringAtOnce })));
  for (const lane of ['prompt', 'bulk', 'long'] as const) {
    const patienceMs = idleLanes[lane] ? 10 * second : 10 * minute;
    const rungBefore = new Date(now.getTime() - patienceMs);
    slips.push(...(await ringLostSlips(tx, { lane, rungBefore, now, limit: ringAgainAtOnce })));
  }
  return slips;
}

async function takeBackLostRuns(tx: Tx, now: Date): Promise<void> {
  const lost = await takeBackExpiredRuns(tx, now);
  await recordRunEvents(
    tx,
    now,
    lost.map(({ runId, tenantId, claimedBy, state }) => ({
      runId,
      tenantId,
      ...(state === 'cancelled' ? { kind: 'cancelled' } : { kind: 'worker-lost', detail: { worker: claimedBy } }),
    })),
  );
  const hopeless = lost.filter(({ attempt, state }) => attempt >= mostLosses && state === 'waiting');
  if (hopeless.length === 0) return;
  const { domain } = explanationOf('worker-lost');

  await tx.run.updateMany({
    where: { id: { in: hopeless.map(({ runId }) => runId) }, state: 'waiting' },
    data: {
      state: 'failed',
      finishedAt: now,
      errorDomain: domain,
      errorCode: 'worker-lost',
      errorDetail: { message: `The worker was lost ${mostLosses} times in a row without writing a page.` },
    },
  });
  await recordRunEvents(
    tx,
    now,
    hopeless.map(({ runId, tenantId }) => ({ runId, tenantId, kind: 'failed' as const, detail: { code: 'worker-lost' } })),
  );
}

async function endLateRuns(tx: Tx, now: Date): Promise<void> {
  const detail = { message: 'The run had not ended when its deadline passed.' };
  if ((await failRunsPastDeadline(tx, { now, limit: endAtOnce, detail })) > 0) await notifyChange(tx, '*');
}

/** Pauses whose time has passed are over, and batches without an active run have ended. */
async function tendBatches(tx: Tx, now: Date): Promise<void> {
  const resumed = await tx.batch.updateManyAndReturn({
    where: { state: 'paused', pausedUntil: { lte: now } },
    data: { state: 'running', pausedBy: null, pausedAt: null, pausedUntil: null },
    select: { id: true },
  });
  const closed = await closeEndedBatches(tx, { now, limit: closeAtOnce });
  for (const id of [...resumed.map((batch) => batch.id), ...closed]) await notifyChange(tx, `batch ${id}`);
}

async function fireSchedules(tx: Tx, now: Date, report: Report): Promise<void> {
  const { fired, problems, failed } = await fireDueSchedules(tx, now);
  for (const firing of fired) report('a schedule fired', firing);
  for (const problem of problems) report('a schedule cannot fire', problem);
  for (const failure of failed) report('the firing of a schedule failed', failure);
}

async function holdIdleRuns(tx: Tx, now: Date): Promise<void> {
  const held = await holdRunsOfIdleConnections(tx);
  await recordRunEvents(
    tx,
    now,
    held.map(({ runId, tenantId }) => ({ runId, tenantId, kind: 'held' as const, detail: { reason: 'not-granted' } })),
  );
}

/** A run that was held at the very moment the breaker closed. */
async function releaseAllUnlessBroken(tx: Tx, now: Date): Promise<void> {
  const broken = await tx.fleetState.count({ where: { id: 1, credentialBrokenSince: { not: null } } });
  if (broken === 0) await releaseAllForCredential(tx, now);
}

async function expireConsentRequests(tx: Tx, now: Date): Promise<void> {
  await tx.consentRequest.updateMany({
    where: { state: { in: requestStatesLeadingTo('expired') }, expiresAt: { lte: now } },
    data: { state: 'expired', settledAt: now, outcomeCode: 'request-expired' },
  });
}

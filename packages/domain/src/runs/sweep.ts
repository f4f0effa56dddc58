import { type Database, holdRunsOfIdleConnections, ringDueRuns, ringLostSlips, type Tx, takeBackExpiredRuns } from '@tenantry/db';
import { ringHeartbeats, ringStrandedProofs } from '../connections/heartbeat.ts';
import { requestStatesLeadingTo } from '../consent/consent-request-states.ts';
import { explanationOf } from '../errors/explanations.ts';
import { releaseAllForCredential } from './hold-and-release.ts';
import { recordRunEvents } from './run-events.ts';
import type { Slip } from './slip.ts';

const second = 1000;
const minute = 60 * second;

/** Losses in a row, without one page written between them, after which a run is taken for what kills its workers. */
const mostLosses = 8;
const ringAtOnce = 500;

/**
 * What every worker does every few seconds, so that nothing depends on one process or on a slip that may be lost: takes back runs of lost workers,
 * rings lost slips again, makes heartbeats due, lets requests expire, and rings what may run now. Guarded updates let many workers do it at once.
 *
 * @param state.idleLanes lanes whose queue holds no slip: a slip that was rung ten seconds ago and is not there any more is lost
 * @returns the slips to put on the queue
 */
export async function sweep(db: Database, state: { now: Date; idleLanes: Record<'prompt' | 'bulk', boolean> }): Promise<Slip[]> {
  const { now } = state;
  return db.asFleet(async (tx) => {
    await takeBackLostRuns(tx, now);
    await expireConsentRequests(tx, now);
    await holdIdleRuns(tx, now);
    await releaseAllUnlessBroken(tx, now);
    const slips = [...(await ringHeartbeats(tx, now)), ...(await ringStrandedProofs(tx, now))];
    slips.push(...(await ringDueRuns(tx, { now, tenantId: null, limit: ringAtOnce })));
    for (const lane of ['prompt', 'bulk'] as const) {
      const patienceMs = state.idleLanes[lane] ? 10 * second : 10 * minute;
      const lost = await ringLostSlips(tx, { lane, rungBefore: new Date(now.getTime() - patienceMs), now, limit: ringAtOnce });
      slips.push(...lost);
    }
    return slips;
  });
}

async function takeBackLostRuns(tx: Tx, now: Date): Promise<void> {
  const lost = await takeBackExpiredRuns(tx, now);
  await recordRunEvents(
    tx,
    now,
    lost.map(({ runId, tenantId, claimedBy }) => ({
      runId,
      tenantId,
      kind: 'worker-lost' as const,
      detail: { worker: claimedBy },
    })),
  );
  const hopeless = lost.filter(({ attempt }) => attempt >= mostLosses);
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

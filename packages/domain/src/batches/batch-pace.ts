import type { BatchStanding } from '@tenantry/db';
import type { BatchState } from './batch-states.ts';

const second = 1000;
const minute = 60 * second;

/** The pace of a batch is what ended within this time. */
export const paceWindowMs = 5 * minute;
/** What ends in the first moments tells nothing yet. */
const shortestMs = 5 * second;

export interface BatchPace {
  /** Runs that ended each minute lately; null while nobody knows. */
  runsPerMinute: number | null;
  /** How long the rest will take at that pace, and at least until the last run may begin; null while nobody knows. */
  etaMs: number | null;
}

/** How fast a batch goes, and when it will have ended. */
export function paceOf(batch: {
  state: BatchState;
  since: Date;
  left: number;
  standing: BatchStanding | undefined;
  now: Date;
}): BatchPace {
  const { state, standing, left, now } = batch;
  const measuredMs = Math.min(now.getTime() - batch.since.getTime(), paceWindowMs);
  if (state !== 'running' || left <= 0 || standing === undefined || standing.endedLately === 0 || measuredMs < shortestMs) {
    return { runsPerMinute: null, etaMs: null };
  }
  const runsPerMinute = (standing.endedLately * minute) / measuredMs;
  const lastBeginMs = (standing.lastBegin?.getTime() ?? 0) - now.getTime();
  return { runsPerMinute, etaMs: Math.round(Math.max((left / runsPerMinute) * minute, lastBeginMs)) };
}

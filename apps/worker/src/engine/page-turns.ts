import { setTimeout as delay } from 'node:timers/promises';
import type { Claim } from '@tenantry/domain';
import pLimit from 'p-limit';

/** From one page of long runs to the next, begin to begin, while short runs are under way in their process: at most 12.5 a second together. */
const paceMs = 80;
/** What a page leaves to the short runs at least, however long the one before took. */
const giveWayMs = 30;

/**
 * Lets the long runs of this process write their pages one after another, while short ones write at once. Long runs read on meanwhile, so together
 * they lose nothing: PostgreSQL and the processor are as busy with one page as with eight. But whoever needs them for a moment meets one page instead
 * of eight, and while short runs are under way there is a pause before each page: longer after a short page, so that a quick machine, on which long runs
 * would write the more, leaves the short ones as much.
 */
export interface PageTurns {
  /** Counts a slice as under way until what it gives is called. */
  enter(claim: Pick<Claim, 'lane'>): () => void;
  write<T>(claim: Pick<Claim, 'lane'>, work: () => Promise<T>): Promise<T>;
}

/**
 * @param wait resolves after so many milliseconds
 * @param now a clock in milliseconds that is never set
 */
export function createPageTurns(wait: (ms: number) => Promise<unknown> = delay, now = () => performance.now()): PageTurns {
  const inTurn = pLimit(1);
  let short = 0;
  let begunAt = Number.NEGATIVE_INFINITY;
  return {
    enter: ({ lane }) => {
      const counted = lane === 'long' ? 0 : 1;
      short += counted;
      return () => {
        short -= counted;
      };
    },
    write: ({ lane }, work) => {
      if (lane !== 'long') return work();
      return inTurn(async () => {
        if (short > 0) await wait(Math.max(giveWayMs, begunAt + paceMs - now()));
        begunAt = now();
        return work();
      });
    },
  };
}

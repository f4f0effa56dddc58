import { setTimeout as delay } from 'node:timers/promises';
import type { Claim } from '@tenantry/domain';
import pLimit from 'p-limit';

/** What a page of a long run leaves to the short runs of its process: with pages of 30 ms, long runs then write at most 13 a second together. */
const giveWayMs = 45;

/**
 * Lets the long runs of this process write their pages one after another, while short ones write at once. Long runs read on meanwhile, so together
 * they lose nothing: PostgreSQL and the processor are as busy with one page as with eight. But whoever needs them for a moment meets one page instead
 * of eight, and while short runs are under way there is a pause before each page.
 */
export interface PageTurns {
  /** Counts a slice as under way until what it gives is called. */
  enter(claim: Pick<Claim, 'lane'>): () => void;
  write<T>(claim: Pick<Claim, 'lane'>, work: () => Promise<T>): Promise<T>;
}

/** @param wait resolves after so many milliseconds */
export function createPageTurns(wait: (ms: number) => Promise<unknown> = delay): PageTurns {
  const inTurn = pLimit(1);
  let short = 0;
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
        if (short > 0) await wait(giveWayMs);
        return work();
      });
    },
  };
}

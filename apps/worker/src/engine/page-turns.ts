import type { Claim } from '@tenantry/domain';
import pLimit from 'p-limit';

/**
 * Lets the long runs of this process write their pages one after another, while short ones write at once. Long runs read on meanwhile, so together
 * they lose nothing: PostgreSQL and the processor are as busy with one page as with eight. But whoever needs them for a moment meets one page instead
 * of eight.
 */
export interface PageTurns {
  write<T>(claim: Pick<Claim, 'lane'>, work: () => Promise<T>): Promise<T>;
}

export function createPageTurns(): PageTurns {
  const inTurn = pLimit(1);
  return { write: (claim, work) => (claim.lane === 'long' ? inTurn(work) : work()) };
}

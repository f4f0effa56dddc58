import type { Database } from '@tenantry/db';
import { type Claim, renewLease } from '@tenantry/domain';

/**
 * Keeps a claim alive until it is stopped.
 *
 * A database that does not answer is no loss yet: the next try may still be in time, and the fence guards what is written after it.
 *
 * @param options.leaseMs how long the claim outlives this process
 * @param options.onEnd called once: when the claim belongs to somebody else, or when the run is to stop
 */
export function keepLease(
  db: Database,
  claim: Claim,
  options: { leaseMs: number; now: () => Date; onEnd: (why: 'lost' | 'cancelled') => void },
): { stop(): void } {
  const { leaseMs, now } = options;
  const timer = setInterval(() => {
    renewLease(db, claim, { now: now(), leaseMs }).then(
      (standing) => {
        if (standing === 'held') return;
        clearInterval(timer);
        options.onEnd(standing);
      },
      () => undefined,
    );
  }, leaseMs / 3);
  return { stop: () => clearInterval(timer) };
}

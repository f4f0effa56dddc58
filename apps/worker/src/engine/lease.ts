import type { Database } from '@tenantry/db';
import { type Claim, renewLease } from '@tenantry/domain';

const second = 1000;
export const leaseMs = 15 * second;
const renewEveryMs = 5 * second;

/**
 * Keeps a claim alive until it is stopped.
 *
 * A database that does not answer is no loss yet: the next try may still be in time, and the fence guards what is written after it.
 *
 * @param onLost called once when the claim belongs to somebody else
 */
export function keepLease(db: Database, claim: Claim, options: { now: () => Date; onLost: () => void }): { stop(): void } {
  const timer = setInterval(() => {
    renewLease(db, claim, { now: options.now(), leaseMs }).then(
      (held) => {
        if (held) return;
        clearInterval(timer);
        options.onLost();
      },
      () => undefined,
    );
  }, renewEveryMs);
  return { stop: () => clearInterval(timer) };
}

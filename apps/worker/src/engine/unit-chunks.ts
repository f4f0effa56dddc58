import type { Database } from '@tenantry/db';
import { takeUnits } from '@tenantry/domain';

const second = 1000;

/** What is not used for so long is given up: it would come on top of what the bucket has gained since. */
const keptForMs = second;
const smallestChunk = 10;

/** A quota as a bucket: it holds `capacity` units and gains `perSecond`. */
export interface Quota {
  capacity: number;
  perSecond: number;
}

/** What the bucket said when it held too little. */
interface Lacking {
  /** When there will be enough, if nobody else takes it. */
  waitMs: number;
  pausedUntil: Date | null;
}

/** The units of one scope that this process has taken from the bucket that all processes share, and not used yet. */
export interface UnitChunks {
  /** Resolves with null when `units` are in hand. Asks the bucket at most once for all who wait. */
  secure(units: number): Promise<Lacking | null>;
  /** Uses units that are in hand. A negative number gives back. */
  use(units: number): void;
  /** Gives up what is in hand. */
  empty(): void;
}

/**
 * Takes units in chunks: as small as can be where calls are rare, up to what the quota gains in a fifth of a second where they are not, so that a
 * busy process asks a few times a second and an idle one keeps nothing from the others.
 */
export function createUnitChunks(db: Database, scope: string, { capacity, perSecond }: Quota, now: () => Date): UnitChunks {
  const largestChunk = Math.max(1, perSecond / 5);
  let left = 0;
  let neededAt = Number.NEGATIVE_INFINITY;
  let chunk = 1;
  let taking: Promise<Lacking> | null = null;

  async function take(units: number): Promise<Lacking> {
    const missing = units - left;
    const wanted = Math.ceil(Math.max(chunk, missing));
    const taken = await takeUnits(db, { scope, wanted, capacity, perSecond, now: now() });
    left += taken.granted;
    // The bucket tells when the whole chunk is there; a part of it may do.
    const beyondNeedMs = (Math.min(wanted, capacity) - Math.min(missing, capacity)) * (second / perSecond);
    return { waitMs: Math.max(0, taken.waitMs - beyondNeedMs), pausedUntil: taken.pausedUntil };
  }

  return {
    secure: async (needed) => {
      // A batch may cost more than the bucket ever holds; the rest is owed.
      const units = Math.min(needed, Math.floor(capacity));
      const idle = performance.now() - neededAt > keptForMs;
      neededAt = performance.now();
      if (idle) {
        left = Math.min(left, 0);
        chunk = Math.min(smallestChunk, largestChunk);
      }
      for (;;) {
        if (left >= units) return null;
        const asked = taking === null;
        if (asked && !idle) chunk = Math.min(chunk * 2, largestChunk);
        taking ??= take(units).finally(() => {
          taking = null;
        });
        const lacking = await taking;
        if (left >= units) return null;
        if (asked) return lacking;
      }
    },
    use: (units) => {
      left -= units;
    },
    empty: () => {
      left = Math.min(left, 0);
    },
  };
}

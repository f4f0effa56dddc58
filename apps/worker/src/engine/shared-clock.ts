/** How far the shared clocks of two workers may be apart; a pause that Graph asked for is longer by this where others keep it too. */
export const clocksDifferMs = 50;

/** How much faster or slower a machine counts than the database server's, at most. */
const drift = 100e-6;

/**
 * The clock of the database server, kept in this process. Workers judge leases and Graph's pauses by what others wrote, so they must agree on the
 * time, and the clocks of their machines need not.
 */
export interface SharedClock {
  now(): Date;
  /** Asks the database for the time. The longer an answer takes, the less it tells; what earlier ones told counts as long as it can be true. */
  adjust(): Promise<void>;
}

/**
 * @param read what the database's clock shows
 * @param elapsed milliseconds from any beginning, which nobody sets
 */
export function createSharedClock(read: () => Promise<Date>, elapsed: () => number = () => performance.now()): SharedClock {
  let offsetMs = Date.now() - elapsed();
  /** Between which two the offset is, as the answers until then told. */
  let known: { least: number; most: number; atMs: number } | null = null;
  return {
    now: () => new Date(offsetMs + elapsed()),
    adjust: async () => {
      const askedAt = elapsed();
      const shown = await read();
      const atMs = elapsed();
      // It was read at some time between question and answer.
      const told = { least: shown.getTime() - atMs, most: shown.getTime() - askedAt, atMs };
      const slack = known === null ? 0 : (atMs - known.atMs) * drift;
      const both = known && {
        least: Math.max(told.least, known.least - slack),
        most: Math.min(told.most, known.most + slack),
        atMs,
      };
      // Where they contradict each other the database's clock was set, or is another server's.
      known = both !== null && both.least <= both.most ? both : told;
      offsetMs = (known.least + known.most) / 2;
    },
  };
}

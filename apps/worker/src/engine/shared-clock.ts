const second = 1000;

/**
 * The clock of the database server, kept in this process. Workers judge leases and Graph's pauses by what others wrote, so they must agree on the
 * time, and the clocks of their machines need not.
 */
export interface SharedClock {
  now(): Date;
  /** Asks the database for the time. An answer that took long tells little and counts only while there is none. */
  adjust(): Promise<void>;
}

/**
 * @param read what the database's clock shows
 * @param elapsed milliseconds from any beginning, which nobody sets
 */
export function createSharedClock(read: () => Promise<Date>, elapsed: () => number = () => performance.now()): SharedClock {
  let offsetMs = Date.now() - elapsed();
  let adjusted = false;
  return {
    now: () => new Date(offsetMs + elapsed()),
    adjust: async () => {
      const askedAt = elapsed();
      const shown = await read();
      const answeredAt = elapsed();
      if (adjusted && answeredAt - askedAt > second) return;
      offsetMs = shown.getTime() - (askedAt + answeredAt) / 2;
      adjusted = true;
    },
  };
}

/** Knows which slices of a worker come forward. */
export interface SliceWatch {
  /** Watches a slice until it is closed. `giveUp` is called once, when nothing was heard of the slice for `stuckMs`. */
  open(giveUp: () => void): WatchedSlice;
  /**
   * Looks at every slice; to be called about every second.
   *
   * @returns whether there are slices, and none of them was heard for `wedgedMs`
   */
  look(): boolean;
  /** Slices under way. */
  running(): number;
  /** When a slice wrote a page, or ended by itself; null while none did. */
  workedAt(): Date | null;
  /** Since when the worker is wedged: none of its slices was heard, and since then no other one either. */
  wedgedAt(): Date | null;
}

export interface WatchedSlice {
  /** Something answered. */
  heard(): void;
  /** A page was written, or the slice has ended by itself. */
  worked(): void;
  close(): void;
}

/** How long slices may be silent: one before it is given up, all of them before their worker counts as wedged. */
export interface Patience {
  stuckMs: number;
  wedgedMs: number;
}

/** @param clock milliseconds that only ever grow */
export function createSliceWatch(
  { stuckMs, wedgedMs }: Patience,
  now: () => Date,
  clock: () => number = () => performance.now(),
): SliceWatch {
  const slices = new Set<{ heardAt: number; giveUp: (() => void) | null }>();
  let workedAt: Date | null = null;
  let wedgedAt: Date | null = null;

  return {
    open: (giveUp) => {
      const slice: { heardAt: number; giveUp: (() => void) | null } = { heardAt: clock(), giveUp };
      slices.add(slice);
      const heard = () => {
        slice.heardAt = clock();
        // A slice that was given up may still be answered, and that counts as well.
        wedgedAt = null;
      };
      return {
        heard,
        worked: () => {
          workedAt = now();
          heard();
        },
        close: () => slices.delete(slice),
      };
    },
    look: () => {
      const silentMs = [...slices].map((slice) => clock() - slice.heardAt);
      const silent = silentMs.length > 0 && silentMs.every((ms) => ms >= wedgedMs);
      if (silent) wedgedAt ??= now();
      for (const slice of slices) {
        if (clock() - slice.heardAt < stuckMs) continue;
        slice.giveUp?.();
        slice.giveUp = null;
      }
      return silent;
    },
    running: () => slices.size,
    workedAt: () => workedAt,
    wedgedAt: () => wedgedAt,
  };
}

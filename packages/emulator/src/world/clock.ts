/** The time the emulator lives in. Every expiry asks this clock, so a test can let a day pass in a moment. */
export interface Clock {
  now(): Date;
  /** Milliseconds since the epoch; the same instant as `now()`, without making an object. */
  nowMs(): number;
  /** How far it is ahead of the machine's time; negative when it is behind. */
  readonly aheadMs: number;
  /** Moves the clock by `ms`; negative values move it back. It keeps ticking. */
  advance(ms: number): void;
  /** Puts the clock on an instant, from where it keeps ticking. */
  set(instant: Date): void;
  /** Back to the machine's time. */
  reset(): void;
}

/** A clock that shows the machine's time until it is told otherwise. */
export function createClock(): Clock {
  let offsetMs = 0;
  const nowMs = () => Date.now() + offsetMs;
  return {
    nowMs,
    get aheadMs() {
      return offsetMs;
    },
    now: () => new Date(nowMs()),
    advance(ms) {
      offsetMs += ms;
    },
    set(instant) {
      offsetMs = instant.getTime() - Date.now();
    },
    reset() {
      offsetMs = 0;
    },
  };
}

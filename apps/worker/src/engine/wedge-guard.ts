import type { SliceWatch } from './slice-watch.ts';

/** Keeps slips away from a worker that cannot work them off. */
export interface WedgeGuard {
  /** To be called about every second. */
  turn(): void;
  /** Whether slips that still come are to be handed back. */
  closed(): boolean;
}

interface Lanes {
  pause(): Promise<void>;
  resume(): Promise<void>;
}

/**
 * While all slices are silent the lanes are paused. They are resumed, for a trial, when somebody answers again out there; what is silent then is
 * paused anew.
 *
 * @param parts.reachable whether everything that slices need answers this process
 * @param parts.onChange told when the lanes were paused or resumed
 */
export function createWedgeGuard(parts: {
  watch: SliceWatch;
  lanes: readonly Lanes[];
  reachable: () => Promise<boolean>;
  onChange: (closed: boolean) => void;
}): WedgeGuard {
  const { watch, lanes, reachable, onChange } = parts;
  let closed = false;
  let trying = false;

  function turnTo(next: boolean): void {
    if (closed === next) return;
    closed = next;
    for (const lane of lanes) void (closed ? lane.pause() : lane.resume());
    onChange(closed);
  }

  async function tryAgain(): Promise<void> {
    trying = true;
    if (watch.wedgedAt() === null || (await reachable())) turnTo(false);
    trying = false;
  }

  return {
    turn: () => {
      if (watch.look()) turnTo(true);
      else if (closed && !trying) void tryAgain();
    },
    closed: () => closed,
  };
}

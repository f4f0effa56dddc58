import type { DirectoryChanges } from './directory-changes.ts';

/** A change that was made, in a form that can be written down and made again. */
export interface RecordedChange {
  /** Milliseconds since the epoch, on the emulator's clock. */
  at: number;
  change: keyof DirectoryChanges;
  with: readonly unknown[];
}

/**
 * The same changes, each told once it was made.
 *
 * @param makeAt does what it is given, for which the time stands still: made again, a change has to have the very instant that was told
 */
export function recordChanges(
  changes: DirectoryChanges,
  { now, makeAt }: { now: () => Date; makeAt: <Made>(instant: Date, make: () => Made) => Made },
  tell: (recorded: RecordedChange) => void,
): DirectoryChanges {
  const recorded = (Object.keys(changes) as (keyof DirectoryChanges)[]).map((change) => {
    const make = changes[change] as (...given: unknown[]) => unknown;
    return [
      change,
      (...given: unknown[]) => {
        const instant = now();
        const made = makeAt(instant, () => make(...given));
        if (made !== undefined && made !== false) tell({ at: instant.getTime(), change, with: given });
        return made;
      },
    ] as const;
  });
  return Object.fromEntries(recorded) as unknown as DirectoryChanges;
}

/** Makes a recorded change again; a name nobody knows, from another version, is passed over. */
export function makeAgain(changes: DirectoryChanges, recorded: RecordedChange): void {
  if (!Object.hasOwn(changes, recorded.change)) return;
  (changes[recorded.change] as (...given: readonly unknown[]) => unknown)(...recorded.with);
}

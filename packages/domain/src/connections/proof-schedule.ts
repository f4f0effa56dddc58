const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/**
 * When the tries of one proof happen, counted from its beginning: close together while a person waits, hourly for the rest of the day. Microsoft
 * publishes no figure for the delay; seconds to 21 hours have been reported (facts: admin consent, section 8). Each try is a line in the customer's
 * sign-in log, so there are 39 of them, under the limit of 40 in 24 hours.
 */
const offsetsMs: readonly number[] = [
  0,
  ...[5, 12, 20, 35, 60, 90, 120, 180, 300].map((seconds) => seconds * second),
  ...[8, 13, 20, 30, 45].map((minutes) => minutes * minute),
  ...Array.from({ length: 24 }, (_, index) => (index + 1) * hour),
];

/** Tries within the first 24 hours; after the last of them the verdict is `not_granted`. */
export const triesInFirstDay = offsetsMs.length;

/** After the verdict a late proof is tried this often, for a week: an approval that arrives late then settles by itself. */
const lateTryEveryMs = 2 * hour;
const lateTries = (6 * 24 * hour) / lateTryEveryMs;

/**
 * The instant of the next try.
 *
 * @param begunAt when the proof began
 * @param tries how many were made so far
 * @returns null when no further try is due
 */
export function nextTryAt(begunAt: Date, tries: number, now: Date): Date | null {
  if (tries >= triesInFirstDay + lateTries) return null;
  const offset = offsetsMs[tries] ?? 24 * hour + (tries - triesInFirstDay + 1) * lateTryEveryMs;
  // A worker that was down does not make up for missed tries in a burst.
  const soonest = now.getTime() + (tries === 0 ? 0 : 4 * second);
  return new Date(Math.max(begunAt.getTime() + offset, soonest));
}

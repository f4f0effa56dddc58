const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Seconds are told in tens: what changes every second cannot be read. */
export const clockStep = 10 * second;

/** A difference to now in words, in the largest unit of which there is one: `in 20 seconds`, `1 hour ago`. Below ten seconds it is `now`. */
export function fromNow(differenceMs: number, locale: string): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const size = Math.abs(differenceMs);
  if (size < clockStep) return format.format(0, 'second');
  // What would be rounded up to 60 seconds is one minute.
  if (size < minute - clockStep / 2) return format.format(Math.round(differenceMs / clockStep) * (clockStep / second), 'second');
  if (size < hour - minute / 2) return format.format(Math.round(differenceMs / minute), 'minute');
  if (size < day - hour / 2) return format.format(Math.round(differenceMs / hour), 'hour');
  return format.format(Math.round(differenceMs / day), 'day');
}

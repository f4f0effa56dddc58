const day = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether the runtime knows a time zone of that name, as in the IANA database. Offsets such as `+02:00` are none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const numeric = {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  } as const;
  const made = new Intl.DateTimeFormat('en-US', { timeZone, calendar: 'gregory', hourCycle: 'h23', ...numeric });
  formats.set(timeZone, made);
  return made;
}

/** How far the clocks of a time zone are ahead of UTC at an instant. */
export function offsetMs(instantMs: number, timeZone: string): number {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(instantMs)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day: date = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, date, hour, minute, second) - Math.floor(instantMs / 1000) * 1000;
}

/**
 * The instant at which the clocks of a time zone show `wallMs` (written as if it were UTC). A time that the clocks show twice is the first of
 * both; one that they leap over is the end of the leap. So a later wall time never comes before an earlier one.
 */
export function instantOf(wallMs: number, timeZone: string): number {
  const before = offsetMs(wallMs - day, timeZone);
  const after = offsetMs(wallMs + day, timeZone);
  if (offsetMs(wallMs - before, timeZone) === before) return wallMs - before;
  if (offsetMs(wallMs - after, timeZone) === after) return wallMs - after;
  let [leapless, leapt] = [wallMs - after, wallMs - before];
  while (leapt - leapless > 1) {
    const middle = Math.floor((leapless + leapt) / 2);
    if (offsetMs(middle, timeZone) === before) leapless = middle;
    else leapt = middle;
  }
  return leapt;
}

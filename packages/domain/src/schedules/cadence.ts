import { CronExpressionParser } from 'cron-parser';
import { instantOf, offsetMs } from './wall-clock.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** When a schedule fires: by the clocks of a time zone, or every so many minutes. */
export type Cadence = { cron: string; timeZone: string } | { everyMinutes: number };

/** Firings are at least so far apart; an interval is at most 30 days. */
export const shortestMinutes = 5;
export const longestMinutes = 43_200;

/** The shortest time between two firings, in minutes, the changes of clocks left aside. */
export function periodMinutes(cadence: Cadence): number {
  if ('everyMinutes' in cadence) return cadence.everyMinutes;
  const firings = nextFirings({ cron: cadence.cron, timeZone: 'UTC' }, new Date(0), 50).map((at) => at.getTime());
  return Math.min(...firings.slice(1).map((at, index) => at - (firings[index] as number))) / minute;
}

/**
 * The next firings after an instant, strictly. For `everyMinutes` the instant is a firing itself, or the beginning.
 *
 * A firing at a time that the clocks leap over happens when they have leapt; one at a time that they show twice happens the first time. What fires
 * in every hour follows real time instead, so that the hour which the clocks show twice is not left out.
 */
export function nextFirings(cadence: Cadence, after: Date, count: number): Date[] {
  if ('everyMinutes' in cadence) {
    return Array.from({ length: count }, (_, index) => new Date(after.getTime() + (index + 1) * cadence.everyMinutes * minute));
  }
  const slots = slotsOf(cadence, after.getTime());
  const firings: Date[] = [];
  let last = after.getTime();
  while (firings.length < count) {
    const at = slots.next();
    // Several wall times within one leap are one firing, and the second showing of a time is none.
    if (at > last) firings.push(new Date(at));
    last = Math.max(last, at);
  }
  return firings;
}

/** The newest firing at or before `now`, given one that is due by then. */
export function latestFiring(cadence: Cadence, due: Date, now: Date): Date {
  if ('everyMinutes' in cadence) {
    const period = cadence.everyMinutes * minute;
    return new Date(due.getTime() + Math.floor((now.getTime() - due.getTime()) / period) * period);
  }
  // Begins beyond the times that clocks which were put back show a second time.
  const slots = slotsOf(cadence, now.getTime() + day);
  let at = slots.previous();
  while (at > now.getTime()) at = slots.previous();
  return new Date(Math.max(at, due.getTime()));
}

/** Walks over the instants of a cron expression, which may repeat but never go back. */
function slotsOf({ cron, timeZone }: { cron: string; timeZone: string }, from: number): { next(): number; previous(): number } {
  const everyHour = CronExpressionParser.parse(cron, { tz: 'UTC' }).fields.hour.values.length === 24;
  if (everyHour) {
    const parsed = CronExpressionParser.parse(cron, { tz: timeZone, currentDate: new Date(from) });
    return { next: () => parsed.next().getTime(), previous: () => parsed.prev().getTime() };
  }
  const parsed = CronExpressionParser.parse(cron, { tz: 'UTC', currentDate: new Date(from + offsetMs(from, timeZone)) });
  return {
    next: () => instantOf(parsed.next().getTime(), timeZone),
    previous: () => instantOf(parsed.prev().getTime(), timeZone),
  };
}

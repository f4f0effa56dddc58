import type { Cadence } from '@tenantry/domain';
import { counted } from '../figures.ts';

const weekdays = ['Sundays', 'Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays'];
const plain = /^(\d{1,2}) (\d{1,2}) (\*|\d{1,2}) \* (\*|[0-7]|1-5)$/;

/** When a schedule fires, in words; a cron expression of no common form is shown as it is. */
export function cadenceWords(cadence: Cadence): string {
  if ('everyMinutes' in cadence) return `Every ${intervalWords(cadence.everyMinutes)}`;
  const { cron, timeZone } = cadence;
  const [, minute = '', hour = '', day = '', weekday = ''] = plain.exec(cron.trim().replace(/\s+/g, ' ')) ?? [];
  if (hour === '' || (day !== '*' && weekday !== '*')) return `${cron}, ${timeZone}`;
  return `${daysOf(day, weekday)} at ${hour.padStart(2, '0')}:${minute.padStart(2, '0')}, ${timeZone}`;
}

function daysOf(day: string, weekday: string): string {
  if (day !== '*') return `On day ${day} of each month`;
  if (weekday === '*') return 'Every day';
  return weekday === '1-5' ? 'Mondays to Fridays' : (weekdays[Number(weekday)] ?? weekday);
}

/** A number of minutes in the largest unit that holds it whole. */
export function intervalWords(minutes: number): string {
  const { count, unit } = wholeUnits(minutes);
  return counted(count, unit);
}

export function wholeUnits(minutes: number): { count: number; unit: 'minute' | 'hour' | 'day' } {
  if (minutes > 0 && minutes % 1440 === 0) return { count: minutes / 1440, unit: 'day' };
  if (minutes > 0 && minutes % 60 === 0) return { count: minutes / 60, unit: 'hour' };
  return { count: minutes, unit: 'minute' };
}

/** Minutes in a unit. */
export const minutesIn = { minute: 1, hour: 60, day: 1440 } as const;

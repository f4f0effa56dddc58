import { CronExpressionParser } from 'cron-parser';
import { type Cadence, longestMinutes, shortestMinutes } from './cadence.ts';
import { isTimeZone } from './wall-clock.ts';

export interface Problem {
  field: string;
  message: string;
}

/** A cadence as forms and rows have it: `cron` with a `timeZone`, or `everyMinutes`. */
interface CadenceFields {
  cron?: string | null | undefined;
  timeZone?: string | null | undefined;
  everyMinutes?: number | null | undefined;
}

/** The cadence that is meant, or what is wrong with it, field by field. What passes has firings, at least five minutes apart. */
export function checkCadence({ cron, timeZone, everyMinutes }: CadenceFields): Cadence | { problems: Problem[] } {
  if ((cron == null) === (everyMinutes == null)) {
    return { problems: [{ field: 'cron', message: 'Either a cron expression or a number of minutes is needed.' }] };
  }
  const problems: Problem[] = [];
  if (cron != null) {
    const message = problemOfCron(cron);
    if (message !== null) problems.push({ field: 'cron', message });
    if (timeZone == null || !isTimeZone(timeZone)) {
      problems.push({ field: 'timeZone', message: 'The name of a time zone is needed, such as Europe/Stockholm.' });
    }
  } else {
    if (timeZone != null) problems.push({ field: 'timeZone', message: 'A time zone belongs to a cron expression.' });
    if (!(Number.isInteger(everyMinutes) && Number(everyMinutes) >= shortestMinutes && Number(everyMinutes) <= longestMinutes)) {
      problems.push({
        field: 'everyMinutes',
        message: `Whole minutes are needed, from ${shortestMinutes} to ${longestMinutes}.`,
      });
    }
  }
  return problems.length > 0 ? { problems } : cadenceOf({ cron, timeZone, everyMinutes });
}

/** The cadence of a row, whose fields were checked when it was written. */
export function cadenceOf({ cron, timeZone, everyMinutes }: CadenceFields): Cadence {
  if (cron != null && timeZone != null) return { cron, timeZone };
  if (everyMinutes != null) return { everyMinutes };
  throw new Error('a schedule has neither cron and time zone nor an interval');
}

/** What is wrong with a cron expression, as a sentence; null when nothing is. */
function problemOfCron(cron: string): string | null {
  const fields = cron.trim().split(/\s+/);
  if (fields.length !== 5) return 'Five fields are needed: minute, hour, day of the month, month, day of the week.';
  // The parser draws `H` at random each time, which is no schedule.
  if (fields.some((field) => /(^|[,/-])h($|[^a-z])/i.test(field))) return '`H` is not supported: name the minute and the hour.';
  try {
    const parsed = CronExpressionParser.parse(cron, { tz: 'UTC' });
    parsed.next();
    const minutes = parsed.fields.minute.values.map(Number);
    const hours = parsed.fields.hour.values.map(Number);
    const gaps = minutes.slice(1).map((value, index) => value - (minutes[index] as number));
    const followEachOther = hours.some((hour) => hours.includes((hour + 1) % 24));
    if (followEachOther) gaps.push(60 - (minutes.at(-1) as number) + (minutes[0] as number));
    return gaps.some((gap) => gap < shortestMinutes) ? `Firings must be at least ${shortestMinutes} minutes apart.` : null;
  } catch (error) {
    return `This is no cron expression that ever fires (${error instanceof Error ? error.message : String(error)}).`;
  }
}

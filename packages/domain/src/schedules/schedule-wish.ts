import { z } from 'zod';
import { findJob, type JobDefinition } from '../job-catalogue.ts';
import { type Selection, selectionSchema } from '../runs/selection.ts';
import { type Cadence, longestMinutes, periodMinutes, shortestMinutes } from './cadence.ts';
import { checkCadence, type Problem } from './check-cadence.ts';

/** What a person says of a schedule: either `cron` with a `timeZone`, or `everyMinutes`. */
export const scheduleWishSchema = z.strictObject({
  label: z.string().trim().min(1).max(120),
  job: z.string().max(100),
  /** Checked against the job's own schema. */
  params: z.record(z.string(), z.unknown()).default({}),
  selection: selectionSchema,
  /** Five fields: minute, hour, day of the month, month, day of the week. */
  cron: z.string().trim().max(200).nullish(),
  /** A name of the IANA time zone database. */
  timeZone: z.string().max(64).nullish(),
  everyMinutes: z.int().min(shortestMinutes).max(longestMinutes).nullish(),
  /** The tenants of a firing begin within so many minutes, each always at its own place. Default: a quarter of the period, at most 60. */
  spreadMinutes: z.int().min(0).max(longestMinutes).nullish(),
  /** What happens when firings were missed while nothing ran: one is made up for, or none. */
  catchUp: z.enum(['once', 'skip']).default('once'),
  enabled: z.boolean().default(true),
});

export type ScheduleWish = z.input<typeof scheduleWishSchema>;

export interface CheckedWish {
  label: string;
  job: JobDefinition;
  params: Record<string, unknown>;
  selection: Selection;
  cadence: Cadence;
  spreadMinutes: number;
  catchUp: 'once' | 'skip';
  enabled: boolean;
}

/** Every problem of a wish at once, each with its field; else what it means. */
export function checkWish(wish: ScheduleWish): { problems: Problem[] } | CheckedWish {
  const parsed = scheduleWishSchema.safeParse(wish);
  if (!parsed.success) return { problems: problemsOf(parsed.error, 'schedule') };
  const { job: name, params, cron, timeZone, everyMinutes, spreadMinutes, ...rest } = parsed.data;
  const problems: Problem[] = [];
  const job = findScheduledJob(name);
  const checkedParams = job?.params.safeParse(params);
  if (job === undefined) problems.push({ field: 'job', message: 'There is no job of that name to start.' });
  if (checkedParams?.success === false) problems.push(...problemsOf(checkedParams.error, 'params', 'params'));
  const cadence = checkCadence({ cron, timeZone, everyMinutes });
  if ('problems' in cadence) problems.push(...cadence.problems);
  if ('problems' in cadence || job === undefined || !checkedParams?.success) return { problems };
  const period = periodMinutes(cadence);
  const spread = spreadMinutes ?? Math.min(60, Math.floor(period / 4));
  if (spread > period) {
    const message = `At most ${period} minutes, which is the time between two firings.`;
    return { problems: [{ field: 'spreadMinutes', message }] };
  }
  return { ...rest, job, params: checkedParams.data, cadence, spreadMinutes: spread };
}

/** Why the row of a schedule cannot fire any more: null while it can. What was saved may not fit a newer version of its job. */
export function problemOfSchedule(row: { job: string; params: unknown; selection: unknown }): string | null {
  const job = findScheduledJob(row.job);
  if (job === undefined) return 'schedule-job-gone';
  if (!job.params.safeParse(row.params).success) return 'schedule-params-unfit';
  return selectionSchema.safeParse(row.selection).success ? null : 'schedule-selection-unfit';
}

/** A job that schedules may start. Connections are proven on a schedule of their own. */
export function findScheduledJob(name: string): JobDefinition | undefined {
  const job = findJob(name);
  return job?.startableByHand && job.name !== 'verify-connection' ? job : undefined;
}

function problemsOf(error: z.ZodError, whole: string, ...prefix: string[]): Problem[] {
  return error.issues.map(({ path, message }) => ({ field: [...prefix, ...path].join('.') || whole, message }));
}

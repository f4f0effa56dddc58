import { batchStates, scheduleWishSchema } from '@tenantry/domain';
import { z } from 'zod';
import { guid, instant } from './paging.ts';
import { selection } from './run.ts';

const scheduleFields = {
  id: guid,
  label: z.string(),
  job: z.string(),
  params: z.record(z.string(), z.unknown()),
  selection,
  cron: z.string().nullable(),
  timeZone: z.string().nullable(),
  everyMinutes: z.number().int().nullable(),
  spreadMinutes: z.number().int(),
  catchUp: z.enum(['once', 'skip']),
  enabled: z.boolean(),
  nextAt: instant.nullable().meta({ description: 'null while it is disabled.' }),
  firedAt: instant.nullable(),
  missedAt: instant.nullable().meta({ description: 'The newest firing that was left out.' }),
  problemCode: z.string().nullable().meta({ description: 'Why it cannot fire.' }),
  createdAt: instant,
  changedAt: instant,
};

const scheduleBatch = z
  .object({
    id: guid,
    state: z.enum(batchStates),
    tenantCount: z.number().int(),
    createdAt: instant,
    endedAt: instant.nullable(),
    endCounts: z.record(z.string(), z.number().int()).nullable(),
  })
  .meta({ id: 'ScheduleBatch' });

export const scheduleSchema = z.object({ ...scheduleFields, lastBatch: scheduleBatch.nullable() }).meta({ id: 'Schedule' });

export const scheduleDetailSchema = z
  .object({ ...scheduleFields, upcoming: z.array(instant), batches: z.array(scheduleBatch) })
  .meta({ id: 'ScheduleDetail' });

const { label, job, cron, timeZone, everyMinutes, spreadMinutes } = scheduleWishSchema.shape;

/** What makes a schedule. */
export const newScheduleSchema = scheduleWishSchema.meta({ id: 'NewSchedule' });

/** What changes a schedule: whatever is left out stays as it is. A cadence is replaced as a whole. */
export const scheduleChangeSchema = z
  .strictObject({
    label: label.optional(),
    job: job.optional(),
    params: z.record(z.string(), z.unknown()).optional(),
    selection: selection.optional(),
    cron,
    timeZone,
    everyMinutes,
    spreadMinutes,
    catchUp: z.enum(['once', 'skip']).optional(),
    enabled: z.boolean().optional(),
  })
  .meta({ id: 'ScheduleChange' });

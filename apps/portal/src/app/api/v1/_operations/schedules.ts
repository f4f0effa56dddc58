import {
  createSchedule,
  deleteSchedule,
  findSchedule,
  listSchedules,
  type ScheduleOutcome,
  type ScheduleSummary,
  setScheduleEnabled,
  updateSchedule,
} from '@tenantry/domain';
import { z } from 'zod';
import { services } from '../../../../server/services.ts';
import { operation } from '../_door/operation.ts';
import { problem } from '../_door/problem.ts';
import { guid, pageOf, pagingFields } from '../_schemas/paging.ts';
import { newScheduleSchema, scheduleChangeSchema, scheduleDetailSchema, scheduleSchema } from '../_schemas/schedule.ts';

const path = z.object({ scheduleId: guid });

export const listSchedulesOperation = operation({
  id: 'listSchedules',
  method: 'get',
  route: '/schedules',
  summary: 'Schedules, newest first',
  scope: 'read',
  query: z.strictObject(pagingFields(100)),
  answer: { status: 200, description: 'One page of schedules.', schema: pageOf(scheduleSchema) },
  async run({ query }) {
    const page = await listSchedules(services().db, query);
    return { ...page, items: page.items.map((schedule) => withCadence(schedule)) };
  },
});

export const findScheduleOperation = operation({
  id: 'findSchedule',
  method: 'get',
  route: '/schedules/{scheduleId}',
  summary: 'One schedule with its next times and its last batches',
  scope: 'read',
  path,
  answer: { status: 200, description: 'The schedule.', schema: scheduleDetailSchema },
  run: ({ path }) => scheduleOrNone(path.scheduleId),
});

export const createScheduleOperation = operation({
  id: 'createSchedule',
  method: 'post',
  route: '/schedules',
  summary: 'Make a schedule, by cron and time zone or every so many minutes',
  scope: 'run',
  body: newScheduleSchema,
  answer: { status: 201, description: 'The schedule.', schema: scheduleDetailSchema },
  async run({ body, caller }) {
    return afterSaving(await createSchedule(services().db, { wish: body, actor: caller.actor, now: new Date() }));
  },
});

export const changeScheduleOperation = operation({
  id: 'changeSchedule',
  method: 'patch',
  route: '/schedules/{scheduleId}',
  summary: 'Change a schedule; what is left out stays as it is',
  scope: 'run',
  path,
  body: scheduleChangeSchema,
  answer: { status: 200, description: 'The schedule as it is now.', schema: scheduleDetailSchema },
  async run({ path: { scheduleId }, body, caller }) {
    const { db } = services();
    const who = { scheduleId, actor: caller.actor, now: new Date() };
    const { enabled, ...rest } = body;
    // Switching it on or off works for one whose job is gone, too.
    if (Object.keys(rest).length === 0 && enabled !== undefined) {
      await setScheduleEnabled(db, { ...who, enabled });
      return scheduleOrNone(scheduleId);
    }
    const present = await findSchedule(db, scheduleId);
    if (present === null) return noSchedule();
    return afterSaving(await updateSchedule(db, { ...who, wish: merged(present, body) }));
  },
});

export const deleteScheduleOperation = operation({
  id: 'deleteSchedule',
  method: 'delete',
  route: '/schedules/{scheduleId}',
  summary: 'Take a schedule away; its batches and runs stay',
  scope: 'run',
  path,
  answer: { status: 204, description: 'It is gone.' },
  async run({ path, caller }) {
    const outcome = await deleteSchedule(services().db, { ...path, actor: caller.actor, now: new Date() });
    return outcome === 'done' ? {} : noSchedule();
  },
});

/** The whole wish that a change means. A cadence belongs together: naming one part of it replaces all of it, and the spread that went with it. */
function merged(present: ScheduleSummary, change: z.output<typeof scheduleChangeSchema>) {
  const { label, job, params, selection, cadence, spreadMinutes, catchUp, enabled } = present;
  const { cron, timeZone, everyMinutes, ...rest } = change;
  const replaced = cron != null || everyMinutes != null || timeZone != null;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return {
    ...{ label, job, params, selection, catchUp, enabled },
    ...(replaced ? { cron, timeZone, everyMinutes } : { ...cadence, spreadMinutes }),
    ...given,
  };
}

async function afterSaving(outcome: ScheduleOutcome): Promise<object | Response> {
  if (outcome.kind === 'saved') return scheduleOrNone(outcome.scheduleId);
  if (outcome.kind === 'unknown') return noSchedule();
  return problem('refused', 'The schedule was not saved; `problems` says why.', { problems: outcome.problems });
}

async function scheduleOrNone(scheduleId: string): Promise<object | Response> {
  const schedule = await findSchedule(services().db, scheduleId);
  return schedule === null ? noSchedule() : withCadence(schedule);
}

function withCadence<Schedule extends ScheduleSummary>({ cadence, ...schedule }: Schedule) {
  return { cron: null, timeZone: null, everyMinutes: null, ...cadence, ...schedule };
}

function noSchedule(): Response {
  return problem('not-found', 'There is no schedule of this id.');
}

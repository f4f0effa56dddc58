import { createSchedule, scheduleWishSchema } from '@tenantry/domain';
import { services } from '../../../../server/services.ts';
import { consoleAction } from '../console-action.ts';
import { scheduleAnswer } from '../schedule-answer.ts';

/** Makes a schedule. */
export const POST = consoleAction(scheduleWishSchema, async (wish, actor) =>
  scheduleAnswer(await createSchedule(services().db, { wish, actor, now: new Date() })),
);

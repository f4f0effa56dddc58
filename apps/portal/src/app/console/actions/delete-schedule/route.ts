import { deleteSchedule } from '@tenantry/domain';
import { z } from 'zod';
import { services } from '../../../../server/services.ts';
import { consoleAction } from '../console-action.ts';
import { noSchedule } from '../schedule-answer.ts';
import { steerAnswer } from '../steer-answer.ts';

/** Takes a schedule away. */
export const POST = consoleAction(z.strictObject({ scheduleId: z.guid() }), async ({ scheduleId }, actor) =>
  steerAnswer(await deleteSchedule(services().db, { scheduleId, actor, now: new Date() }), noSchedule),
);

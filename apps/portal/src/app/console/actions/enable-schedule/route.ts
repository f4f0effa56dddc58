import { setScheduleEnabled } from '@tenantry/domain';
import { z } from 'zod';
import { services } from '../../../../server/services.ts';
import { consoleAction } from '../console-action.ts';
import { noSchedule } from '../schedule-answer.ts';
import { steerAnswer } from '../steer-answer.ts';

/** Switches a schedule on or off. */
export const POST = consoleAction(z.strictObject({ scheduleId: z.guid(), enabled: z.boolean() }), async (wish, actor) =>
  steerAnswer(await setScheduleEnabled(services().db, { ...wish, actor, now: new Date() }), noSchedule),
);

import { scheduleWishSchema, updateSchedule } from '@tenantry/domain';
import { z } from 'zod';
import { services } from '../../../../server/services.ts';
import { consoleAction } from '../console-action.ts';
import { scheduleAnswer } from '../schedule-answer.ts';

/** Replaces what a schedule says. */
export const POST = consoleAction(scheduleWishSchema.extend({ scheduleId: z.guid() }), async ({ scheduleId, ...wish }, actor) =>
  scheduleAnswer(await updateSchedule(services().db, { scheduleId, wish, actor, now: new Date() })),
);

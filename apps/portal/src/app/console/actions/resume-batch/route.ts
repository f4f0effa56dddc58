import { resumeBatch } from '@tenantry/domain';
import { z } from 'zod';
import { services } from '../../../../server/services.ts';
import { consoleAction } from '../console-action.ts';
import { noBatch, steerAnswer } from '../steer-answer.ts';

/** Lets a paused batch go on. */
export const POST = consoleAction(z.strictObject({ batchId: z.guid() }), async ({ batchId }, actor) => {
  const { db, ring } = services();
  const outcome = await resumeBatch(db, ring, { batchId, actor, now: new Date() });
  return steerAnswer(outcome, noBatch, 'The batch is not paused any more.');
});

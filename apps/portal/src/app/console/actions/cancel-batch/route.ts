import { cancelBatch } from '@tenantry/domain';
import { z } from 'zod';
import { services } from '../../../../server/services.ts';
import { consoleAction } from '../console-action.ts';
import { noBatch, steerAnswer } from '../steer-answer.ts';

/** Stops every run of a batch that has not ended. */
export const POST = consoleAction(z.strictObject({ batchId: z.guid() }), async ({ batchId }, actor) => {
  const { db, ring } = services();
  const outcome = await cancelBatch(db, ring, { batchId, actor, now: new Date() });
  return steerAnswer(outcome, noBatch, 'The batch has ended already.');
});

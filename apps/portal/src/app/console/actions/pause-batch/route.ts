import { pauseBatch } from '@tenantry/domain';
import { z } from 'zod';
import { services } from '../../../../server/services.ts';
import { untilField } from '../../../api/v1/_schemas/pause.ts';
import { consoleAction } from '../console-action.ts';
import { noBatch, steerAnswer } from '../steer-answer.ts';

/** Pauses a batch, or gives a paused one another end. */
export const POST = consoleAction(z.strictObject({ batchId: z.guid(), until: untilField }), async (wish, actor) => {
  const outcome = await pauseBatch(services().db, { ...wish, actor, now: new Date() });
  return steerAnswer(outcome, noBatch, 'The batch has ended, so there is nothing to pause.');
});

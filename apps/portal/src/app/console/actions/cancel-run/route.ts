import { cancelRun } from '@tenantry/domain';
import { z } from 'zod';
import { services } from '../../../../server/services.ts';
import { consoleAction } from '../console-action.ts';
import { noRun, steerAnswer } from '../steer-answer.ts';

/** Stops a run. */
export const POST = consoleAction(z.strictObject({ runId: z.guid() }), async ({ runId }, actor) => {
  const { db, ring } = services();
  const outcome = await cancelRun(db, ring, { runId, actor, now: new Date() });
  return steerAnswer(outcome, noRun, 'The run has ended already.');
});

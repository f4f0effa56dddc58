import { retryRun } from '@tenantry/domain';
import { z } from 'zod';
import { services } from '../../../../server/services.ts';
import { consoleAction } from '../console-action.ts';
import { noRun, steerAnswer } from '../steer-answer.ts';

/** Queues a failed or partial run again. */
export const POST = consoleAction(z.strictObject({ runId: z.guid() }), async ({ runId }, actor) => {
  const { db, ring } = services();
  const outcome = await retryRun(db, ring, { runId, actor, now: new Date() });
  return steerAnswer(
    outcome,
    noRun,
    'Only a run that failed or ended in part can be retried, and only while no other run does its work.',
  );
});

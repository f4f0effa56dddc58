import { retryFailedRuns } from '@tenantry/domain';
import { z } from 'zod';
import { counted } from '../../../../components/console/figures.ts';
import { services } from '../../../../server/services.ts';
import { problem } from '../../../api/v1/_door/problem.ts';
import { consoleAction } from '../console-action.ts';

/** Queues the failed runs of a batch again. */
export const POST = consoleAction(z.strictObject({ batchId: z.guid() }), async ({ batchId }, actor) => {
  const { db, ring } = services();
  const { retried } = await retryFailedRuns(db, ring, { batchId, actor, now: new Date() });
  if (retried === 0) return problem('refused', 'No failed run of this batch can be queued again.');
  return { retried, message: `${counted(retried, 'run')} queued again.` };
});

import { startRuns } from '@tenantry/domain';
import { services } from '../../../../server/services.ts';
import { problem } from '../../../api/v1/_door/problem.ts';
import { startRunsSchema } from '../../../api/v1/_schemas/run.ts';
import { consoleAction } from '../console-action.ts';

/** Starts a job for some tenants or for all. */
export const POST = consoleAction(startRunsSchema, async (wish, actor) => {
  const { db, ring } = services();
  const outcome = await startRuns(db, ring, { ...wish, actor, trigger: 'operator', now: new Date() });
  if (outcome.kind === 'started') return outcome;
  return problem('refused', 'The job was not started.', { problems: outcome.problems });
});

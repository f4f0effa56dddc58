import { beginRuns } from '../../../../server/begin-runs.ts';
import { problem } from '../../../api/v1/_door/problem.ts';
import { selectionOf, startRunsSchema } from '../../../api/v1/_schemas/run.ts';
import { consoleAction } from '../console-action.ts';

/** Starts a job for a selection of tenants. */
export const POST = consoleAction(startRunsSchema, async (wish, actor) => {
  const { tenantIds: _tenantIds, ...rest } = wish;
  const selection = selectionOf(wish);
  const outcome = await beginRuns({ ...rest, selection, actor, trigger: 'operator' });
  if (outcome.kind === 'started') return outcome;
  return problem('refused', 'The job was not started.', { problems: outcome.problems });
});

import { cancelRun, findRun, retryRun, type SteerOutcome } from '@tenantry/domain';
import { z } from 'zod';
import { services } from '../../../../server/services.ts';
import { operation } from '../_door/operation.ts';
import { problem } from '../_door/problem.ts';
import { guid } from '../_schemas/paging.ts';
import { runDetailSchema } from '../_schemas/run.ts';

const path = z.object({ runId: guid });
const afterwards = { status: 200, description: 'The run as it stands now.', schema: runDetailSchema } as const;

export const cancelRunOperation = operation({
  id: 'cancelRun',
  method: 'post',
  route: '/runs/{runId}/cancel',
  summary: 'Stop a run: at once, or within a page while it is running',
  scope: 'run',
  path,
  answer: afterwards,
  async run({ path, caller }) {
    const { db, ring } = services();
    const outcome = await cancelRun(db, ring, { ...path, actor: caller.actor, now: new Date() });
    return afterSteering(outcome, path.runId, 'The run has ended.');
  },
});

export const retryRunOperation = operation({
  id: 'retryRun',
  method: 'post',
  route: '/runs/{runId}/retry',
  summary: 'Queue a failed run again from its checkpoint, or a partial one from the beginning',
  scope: 'run',
  path,
  answer: afterwards,
  async run({ path, caller }) {
    const { db, ring } = services();
    const outcome = await retryRun(db, ring, { ...path, actor: caller.actor, now: new Date() });
    return afterSteering(outcome, path.runId, 'Only a run that failed or ended in part can be retried, and no proof.');
  },
});

async function afterSteering(outcome: SteerOutcome, runId: string, notPossible: string): Promise<object | Response> {
  if (outcome === 'not-possible') return problem('refused', notPossible);
  return (await findRun(services().db, runId)) ?? problem('not-found', 'There is no run of this id.');
}

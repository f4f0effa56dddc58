import { findRun, listRuns, runStates } from '@tenantry/domain';
import { z } from 'zod';
import { beginRuns } from '../../../../server/begin-runs.ts';
import { services } from '../../../../server/services.ts';
import type { Caller } from '../_door/caller.ts';
import { operation } from '../_door/operation.ts';
import { problem } from '../_door/problem.ts';
import { flag, guid, listOf, pageOf, pagingFields } from '../_schemas/paging.ts';
import {
  runDetailSchema,
  runSchema,
  selectionOf,
  type startBatchSchema,
  startedRunsSchema,
  startRunsSchema,
} from '../_schemas/run.ts';

export const listRunsOperation = operation({
  id: 'listRuns',
  method: 'get',
  route: '/runs',
  summary: 'Runs, newest first',
  scope: 'read',
  query: z.strictObject({
    ...pagingFields(200),
    tenantId: guid.optional(),
    batchId: guid.optional(),
    job: z.string().max(100).optional(),
    state: listOf(runStates, 'Only runs in these states.'),
    heartbeats: flag.meta({ description: 'Heartbeats too, which are left out otherwise.' }),
  }),
  answer: { status: 200, description: 'One page of runs.', schema: pageOf(runSchema) },
  run: ({ query: { state, ...query } }) => listRuns(services().db, { ...query, states: state }),
});

export const findRunOperation = operation({
  id: 'findRun',
  method: 'get',
  route: '/runs/{runId}',
  summary: 'One run with its result or error',
  scope: 'read',
  path: z.object({ runId: guid }),
  answer: { status: 200, description: 'The run.', schema: runDetailSchema },
  async run({ path }) {
    return (await findRun(services().db, path.runId)) ?? problem('not-found', 'There is no run of this id.');
  },
});

export const startRunsOperation = operation({
  id: 'startRuns',
  method: 'post',
  route: '/runs',
  summary: 'Start a job for some tenants, or for all',
  scope: 'run',
  body: startRunsSchema,
  answer: {
    status: 202,
    description: 'What was started, and which tenants were left out. Several runs are one batch.',
    schema: startedRunsSchema,
  },
  run({ body: { tenantIds, selection, ...wish }, caller }) {
    return start({ ...wish, selection: selectionOf({ ...wish, tenantIds, selection }) }, caller);
  },
});

/** Starts a job and says what came of it. */
export async function start(wish: z.output<typeof startBatchSchema>, caller: Caller): Promise<object | Response> {
  const outcome = await beginRuns({ ...wish, actor: caller.actor, trigger: 'api' });
  if (outcome.kind === 'refused') {
    return problem('refused', 'The job was not started; `problems` says why.', { problems: outcome.problems });
  }
  const { skipped, ...started } = outcome;
  return { ...started, skipped: skipped.named, skippedCounts: skipped.counts };
}

import {
  cancelBatch,
  findBatch,
  listBatches,
  pauseBatch,
  resumeBatch,
  retryFailedRuns,
  type SteerOutcome,
} from '@tenantry/domain';
import { z } from 'zod';
import { services } from '../../../../server/services.ts';
import { operation } from '../_door/operation.ts';
import { problem } from '../_door/problem.ts';
import { batchDetailSchema, batchSchema } from '../_schemas/batch.ts';
import { guid, pageOf, pagingFields } from '../_schemas/paging.ts';
import { untilField } from '../_schemas/pause.ts';
import { startBatchSchema, startedRunsSchema } from '../_schemas/run.ts';
import { start } from './runs.ts';

const path = z.object({ batchId: guid });
const afterwards = { status: 200, description: 'The batch as it stands now.', schema: batchDetailSchema } as const;

export const listBatchesOperation = operation({
  id: 'listBatches',
  method: 'get',
  route: '/batches',
  summary: 'Batches, newest first',
  scope: 'read',
  query: z.strictObject(pagingFields(100)),
  answer: { status: 200, description: 'One page of batches.', schema: pageOf(batchSchema) },
  run: ({ query }) => listBatches(services().db, query),
});

export const findBatchOperation = operation({
  id: 'findBatch',
  method: 'get',
  route: '/batches/{batchId}',
  summary: 'One batch with where its runs stand',
  scope: 'read',
  path,
  answer: { status: 200, description: 'The batch.', schema: batchDetailSchema },
  run: ({ path }) => batchOrNone(path.batchId),
});

export const startBatchOperation = operation({
  id: 'startBatch',
  method: 'post',
  route: '/batches',
  summary: 'Start a job for a selection of tenants',
  scope: 'run',
  body: startBatchSchema,
  answer: { status: 202, description: 'What was started, and which tenants were left out.', schema: startedRunsSchema },
  run: ({ body, caller }) => start(body, caller),
});

export const pauseBatchOperation = operation({
  id: 'pauseBatch',
  method: 'post',
  route: '/batches/{batchId}/pause',
  summary: 'Let none of its runs begin or go on, for a while or until it is resumed',
  scope: 'run',
  path,
  body: z.strictObject({ until: untilField }).meta({ id: 'PauseBatch' }),
  answer: afterwards,
  async run({ path, body, caller }) {
    const outcome = await pauseBatch(services().db, { ...path, ...body, actor: caller.actor, now: new Date() });
    return afterSteering(outcome, path.batchId, 'The batch has ended.');
  },
});

export const resumeBatchOperation = operation({
  id: 'resumeBatch',
  method: 'post',
  route: '/batches/{batchId}/resume',
  summary: 'Let a paused batch go on',
  scope: 'run',
  path,
  answer: afterwards,
  async run({ path, caller }) {
    const { db, ring } = services();
    const outcome = await resumeBatch(db, ring, { ...path, actor: caller.actor, now: new Date() });
    return afterSteering(outcome, path.batchId, 'The batch is not paused.');
  },
});

export const cancelBatchOperation = operation({
  id: 'cancelBatch',
  method: 'post',
  route: '/batches/{batchId}/cancel',
  summary: 'Stop every run of it that has not ended',
  scope: 'run',
  path,
  answer: afterwards,
  async run({ path, caller }) {
    const { db, ring } = services();
    const outcome = await cancelBatch(db, ring, { ...path, actor: caller.actor, now: new Date() });
    return afterSteering(outcome, path.batchId, 'The batch has ended.');
  },
});

export const retryBatchOperation = operation({
  id: 'retryBatch',
  method: 'post',
  route: '/batches/{batchId}/retry',
  summary: 'Queue its failed runs again, each from its checkpoint',
  scope: 'run',
  path,
  answer: {
    status: 200,
    description: 'How many runs were queued again.',
    schema: z.object({ retried: z.number().int() }).meta({ id: 'RetriedRuns' }),
  },
  async run({ path, caller }) {
    const { db, ring } = services();
    if ((await findBatch(db, path.batchId)) === null) return noBatch();
    return retryFailedRuns(db, ring, { ...path, actor: caller.actor, now: new Date() });
  },
});

async function afterSteering(outcome: SteerOutcome, batchId: string, notPossible: string): Promise<object | Response> {
  if (outcome === 'not-possible') return problem('refused', notPossible);
  return outcome === 'unknown' ? noBatch() : batchOrNone(batchId);
}

async function batchOrNone(batchId: string): Promise<object | Response> {
  return (await findBatch(services().db, batchId)) ?? noBatch();
}

function noBatch(): Response {
  return problem('not-found', 'There is no batch of this id.');
}

import { errorDomains, runStates, type Selection, selectionSchema } from '@tenantry/domain';
import { z } from 'zod';
import { guid, instant } from './paging.ts';

const runFields = {
  id: guid,
  tenantId: guid,
  tenantName: z.string(),
  job: z.string(),
  state: z.enum(runStates),
  trigger: z.string().meta({ description: 'What began it: consent, heartbeat, operator, api, batch or schedule.' }),
  requestedBy: z.string(),
  batchId: guid.nullable(),
  reasonCode: z.string().nullable().meta({ description: 'Why the run is held or waits.' }),
  createdAt: instant,
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  notBefore: instant.nullable(),
  attempt: z.number().int(),
  slice: z.number().int(),
  progress: z
    .object({
      phase: z.string(),
      done: z.number(),
      expected: z.number().nullable(),
      pages: z.number(),
      counts: z.record(z.string(), z.number()),
    })
    .nullable(),
  errorDomain: z.enum(errorDomains).nullable(),
  errorCode: z.string().nullable(),
};

export const runSchema = z.object(runFields).meta({ id: 'Run' });

export const runDetailSchema = z
  .object({
    ...runFields,
    params: z.record(z.string(), z.unknown()),
    result: z.record(z.string(), z.unknown()).nullable(),
    resultRows: z.number().int().nullable().meta({ description: 'Rows under `/runs/{runId}/results`; null = none are kept.' }),
    scheduleId: guid.nullable(),
    deadlineAt: instant.nullable(),
    cancelAt: instant.nullable().meta({ description: 'Asked to stop.' }),
    errorDetail: z
      .object({
        message: z.string(),
        status: z.number().nullish(),
        graphCode: z.string().nullish(),
        aadsts: z.number().nullish(),
        requestId: z.string().nullish(),
        correlationId: z.string().nullish(),
        traceId: z.string().nullish(),
      })
      .nullable(),
  })
  .meta({ id: 'RunDetail' });

const job = z.string().max(100).meta({ description: 'Name of a job, as `GET /jobs` lists them.', example: 'directory-sync' });
const params = z.record(z.string(), z.unknown()).default({}).meta({ description: 'As the job’s `params` schema says.' });
const label = z.string().trim().max(120).optional().meta({ description: 'Name of the batch, when there are several tenants.' });
const deadlineMinutes = z
  .int()
  .min(1)
  .max(30 * 24 * 60)
  .optional()
  .meta({ description: 'A run that has not ended so long after it was started ends as failed.' });

/** Whom a job is run for. */
export const selection = selectionSchema.meta({
  id: 'Selection',
  description: 'Which tenants are meant: all, those with a tag, those in some states or found by a search, or a list.',
});

/** What starts a batch. */
export const startBatchSchema = z.strictObject({ job, params, selection, label, deadlineMinutes }).meta({ id: 'StartBatch' });

/** What starts a job: its tenants are named by `selection`, or in short by `tenantIds`. */
export const startRunsSchema = z
  .strictObject({
    job,
    params,
    tenantIds: z
      .union([z.literal('all'), z.array(guid).min(1).max(10_000)], { error: 'Give a list of tenant ids, or "all".' })
      .optional()
      .meta({ description: 'Whom to run it for, in short.' }),
    selection: selection.optional(),
    label,
    deadlineMinutes,
  })
  .refine(({ tenantIds, selection }) => (tenantIds === undefined) !== (selection === undefined), {
    path: ['tenantIds'],
    message: 'Say whom to run it for, by `tenantIds` or by `selection`.',
  })
  .meta({ id: 'StartRuns' });

/** Whom that is for, in whichever of its two ways it says so. */
export function selectionOf({ tenantIds, selection }: z.output<typeof startRunsSchema>): Selection {
  if (selection !== undefined) return selection;
  return Array.isArray(tenantIds) ? { kind: 'tenants', tenantIds } : { kind: 'all' };
}

export const startedRunsSchema = z
  .object({
    batchId: guid.nullable().meta({ description: 'null when the selection is one tenant by name, or nothing was started.' }),
    created: z.number().int().meta({ description: 'How many runs were made.' }),
    runIds: z.array(guid).meta({ description: 'Their ids, when there are at most 100.' }),
    skippedCounts: z.record(z.string(), z.number().int()).meta({ description: 'Tenants that were left out, by reason.' }),
    skipped: z.array(z.object({ tenantId: guid, reason: z.string() })).meta({ description: 'The first 100 of them.' }),
  })
  .meta({ id: 'StartedRuns' });

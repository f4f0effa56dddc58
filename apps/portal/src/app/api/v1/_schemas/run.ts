import { errorDomains, runStates } from '@tenantry/domain';
import { z } from 'zod';
import { guid, instant } from './paging.ts';

const runFields = {
  id: guid,
  tenantId: guid,
  tenantName: z.string(),
  job: z.string(),
  state: z.enum(runStates),
  trigger: z.string().meta({ description: 'What began it: consent, heartbeat, operator, api or batch.' }),
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

/** What starts a job. */
export const startRunsSchema = z
  .strictObject({
    job: z.string().meta({ description: 'Name of a job, as `GET /jobs` lists them.', example: 'directory-sync' }),
    params: z.record(z.string(), z.unknown()).default({}).meta({ description: 'As the job’s `params` schema says.' }),
    tenantIds: z
      .union([z.literal('all'), z.array(guid).min(1).max(10_000)], { error: 'Give a list of tenant ids, or "all".' })
      .meta({ description: 'Whom to run it for.' }),
    label: z.string().max(120).optional().meta({ description: 'Name of the batch, when there are several tenants.' }),
  })
  .meta({ id: 'StartRuns' });

export const startedRunsSchema = z
  .object({
    batchId: guid.nullable(),
    runIds: z.array(guid),
    skipped: z.array(z.object({ tenantId: guid, reason: z.string() })),
  })
  .meta({ id: 'StartedRuns' });

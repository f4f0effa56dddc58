import { batchStates, runStates } from '@tenantry/domain';
import { z } from 'zod';
import { guid, instant } from './paging.ts';
import { pause } from './pause.ts';
import { selection } from './run.ts';

const batchFields = {
  id: guid,
  job: z.string(),
  label: z.string(),
  selection: z
    .union([selection, z.object({ kind: z.literal('tenants') })])
    .meta({ description: 'For whom it was asked; of an old batch the list of tenants is not kept.' }),
  state: z.enum(batchStates),
  requestedBy: z.string(),
  scheduleId: guid.nullable(),
  createdAt: instant,
  endedAt: instant.nullable(),
  paused: pause.nullable(),
  counts: z.record(z.enum(runStates), z.number().int()).meta({ description: 'Runs by state.' }),
  done: z.number().int().meta({ description: 'Runs that have ended, however they did.' }),
  total: z.number().int(),
  runsPerMinute: z.number().nullable().meta({ description: 'null while nobody knows.' }),
  etaMs: z.number().int().nullable().meta({ description: 'How long the rest will take; null while nobody knows.' }),
};

export const batchSchema = z.object(batchFields).meta({ id: 'Batch' });

export const batchDetailSchema = z
  .object({ ...batchFields, params: z.record(z.string(), z.unknown()) })
  .meta({ id: 'BatchDetail' });

import { jobCatalogue } from '@tenantry/domain';
import { z } from 'zod';
import { operation } from '../_door/operation.ts';

const jobSchema = z
  .object({
    name: z.string(),
    title: z.string(),
    summary: z.string(),
    access: z.enum(['read', 'write']),
    permissions: z.array(z.string()).meta({ description: 'Application permissions of Graph the job needs.' }),
    optionalPermissions: z.array(z.string()).meta({ description: 'Those that show it more.' }),
    resultColumns: z
      .array(z.object({ key: z.string(), title: z.string(), kind: z.enum(['text', 'number', 'date', 'boolean', 'list']) }))
      .meta({ description: 'Of the rows its runs keep; empty = it keeps none.' }),
    startable: z.boolean().meta({ description: 'Whether `POST /runs` may start it.' }),
    params: z.record(z.string(), z.unknown()).meta({ description: 'JSON Schema of what may be set.' }),
  })
  .meta({ id: 'Job' });

export const listJobsOperation = operation({
  id: 'listJobs',
  method: 'get',
  route: '/jobs',
  summary: 'What can be run',
  scope: 'read',
  answer: {
    status: 200,
    description: 'Every job. The list is short and has one page.',
    schema: z.object({ items: z.array(jobSchema), next: z.null() }),
  },
  async run() {
    const items = Object.values(jobCatalogue).map(({ startableByHand, params, ...job }) => ({
      ...job,
      optionalPermissions: z.array(z.string()).meta({ description: 'Those that show it more.' }),
      resultColumns: z
        .array(z.object({ key: z.string(), title: z.string(), kind: z.enum(['text', 'number', 'date', 'boolean', 'list']) }))
        .meta({ description: 'Of the rows its runs keep; empty = it keeps none.' }),
      startable: startableByHand,
      params: z.toJSONSchema(params, { io: 'input' }),
    }));
    return { items, next: null };
  },
});

import { findJob, findRun, readResults } from '@tenantry/domain';
import { z } from 'zod';
import { type ResultFormat, resultDownload, resultFormats } from '../../../../server/result-download.ts';
import { services } from '../../../../server/services.ts';
import { operation } from '../_door/operation.ts';
import { problem } from '../_door/problem.ts';
import { guid, pageOf, pagingFields } from '../_schemas/paging.ts';

const resultRowSchema = z
  .object({
    key: z.string().meta({ description: 'Names the row within its run, and gives the order.' }),
    row: z.record(z.string(), z.unknown()).meta({ description: 'By the job’s `resultColumns`.' }),
  })
  .meta({ id: 'ResultRow' });

export const listResultsOperation = operation({
  id: 'listResults',
  method: 'get',
  route: '/runs/{runId}/results',
  summary: 'What a run found, page by page, or all of it as a stream',
  scope: 'read',
  path: z.object({ runId: guid }),
  query: z.strictObject(pagingFields(1000)),
  answer: {
    status: 200,
    description: 'One page of rows; with `Accept: text/csv` or `application/x-ndjson` all rows as one stream.',
    schema: pageOf(resultRowSchema),
    streams: Object.values(resultFormats),
  },
  async run({ path, query, caller, request }) {
    const { db } = services();
    const run = await findRun(db, path.runId);
    if (run === null) return problem('not-found', 'There is no run of this id.');
    if ((findJob(run.job)?.resultColumns.length ?? 0) === 0) return problem('not-found', 'This job keeps no rows.');
    const format = streamAskedFor(request.headers.get('accept'));
    if (format !== null) return resultDownload(run, format, caller.actor);
    return readResults(db, { ...query, tenantId: run.tenantId, runId: run.id });
  },
});

/** The first stream that an Accept header names; null where JSON will do. */
function streamAskedFor(accept: string | null): ResultFormat | null {
  for (const range of accept?.split(',') ?? []) {
    const mediaType = range.split(';')[0]?.trim().toLowerCase();
    if (mediaType === 'application/json') return null;
    const found = (Object.keys(resultFormats) as ResultFormat[]).find((format) => resultFormats[format] === mediaType);
    if (found !== undefined) return found;
  }
  return null;
}

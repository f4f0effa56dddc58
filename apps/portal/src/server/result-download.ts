import { type Actor, findJob, type ResultRow, type RunDetail, recordAudit, streamResults } from '@tenantry/domain';
import { csvLines } from './result-csv.ts';
import { services } from './services.ts';

/** The forms in which results are handed out, with their media types. */
export const resultFormats = { csv: 'text/csv', ndjson: 'application/x-ndjson' } as const;

export type ResultFormat = keyof typeof resultFormats;

/**
 * All result rows of a run as a file, written while they are read: however many there are, about a thousand are in memory. Who takes them is
 * audited first. A database that goes away meanwhile cuts the file off, so that it does not pass for a whole one.
 */
export async function resultDownload(run: RunDetail, format: ResultFormat, actor: Actor): Promise<Response> {
  const { db } = services();
  const { id: runId, tenantId, job } = run;
  await db.asFleet((tx) =>
    recordAudit(tx, {
      actor,
      action: 'run.results-downloaded',
      tenantId,
      subject: runId,
      detail: { job, format },
      now: new Date(),
    }),
  );
  const texts = textsOf(run, format, streamResults(db, { tenantId, runId }));
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await texts.next();
      if (done) controller.close();
      else controller.enqueue(new TextEncoder().encode(value));
    },
    async cancel() {
      await texts.return();
    },
  });
  return new Response(body, {
    headers: {
      'content-type': `${resultFormats[format]}; charset=utf-8`,
      'content-disposition': attachment(run, format),
      'cache-control': 'no-store',
    },
  });
}

async function* textsOf(
  run: RunDetail,
  format: ResultFormat,
  pages: AsyncGenerator<ResultRow[], void>,
): AsyncGenerator<string, void> {
  if (format === 'ndjson') {
    for await (const rows of pages) yield rows.map(({ row }) => `${JSON.stringify(row)}\n`).join('');
    return;
  }
  const columns = findJob(run.job)?.resultColumns ?? [];
  yield csvLines([], columns, true);
  for await (const rows of pages) yield csvLines(rows, columns, false);
}

/** The file's name: tenant, job and day. Old clients read the plain one, others the one with all letters (RFC 6266). */
function attachment({ tenantName, job, createdAt }: RunDetail, format: ResultFormat): string {
  const name = `${tenantName} ${job} ${createdAt.toISOString().slice(0, 10)}`.replace(/[^\p{L}\p{N}.-]+/gu, '-').slice(0, 150);
  const plain = name.normalize('NFKD').replace(/[^\w.-]+/g, '');
  return `attachment; filename="${plain}.${format}"; filename*=UTF-8''${encodeURIComponent(`${name}.${format}`)}`;
}

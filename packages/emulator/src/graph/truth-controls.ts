import { z } from 'zod';
import { type Control, control, tenantOf } from '../control/control.ts';
import { truthLines } from './truth-lines.ts';

/** Lines sent at once. */
const linesPerChunk = 1000;

/** What is in the directory now, one JSON object a line, for comparison with what somebody has read of it. */
export const truthControls: Control[] = Object.entries(truthLines).map(([name, { what, lines }]) =>
  control({
    method: 'get',
    path: `/tenants/{tenantId}/truth/${name}`,
    summary: `As NDJSON. ${what}`,
    input: z.strictObject({ tenantId: z.guid() }),
    run: (world, { tenantId }) => streamLines(lines(tenantOf(world, tenantId))),
  }),
);

/** Lines are made only as fast as they are read, so a million of them take no memory. */
function streamLines(lines: Generator<object>): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      let text = '';
      for (let count = 0; count < linesPerChunk; count += 1) {
        const line = lines.next();
        if (line.done) break;
        text += `${JSON.stringify(line.value)}\n`;
      }
      if (text === '') controller.close();
      else controller.enqueue(encoder.encode(text));
    },
  });
  return new Response(body, { headers: { 'Content-Type': 'application/x-ndjson' } });
}

import { z } from 'zod';

/** The lanes of work: `prompt` for what somebody or a state waits for, `bulk` for the rest, `long` for what did not end within one turn of it. */
export const lanes = ['prompt', 'bulk', 'long'] as const;
export type Lane = (typeof lanes)[number];

/** What goes on the queue: ids that say where to look, and nothing that is true by itself. */
export const slipSchema = z.object({
  runId: z.guid(),
  slice: z.int().min(0),
  ring: z.int().min(0),
  lane: z.enum(lanes),
});
export type Slip = z.infer<typeof slipSchema>;

/**
 * The id of a slip: never used twice, because BullMQ ignores without a word an id that still exists
 * ("Job ids", docs.bullmq.io/guide/jobs/job-ids).
 */
export function slipId(slip: Slip): string {
  return `${slip.runId}-${slip.slice}-${slip.ring}`;
}

import type { RunProgress } from '@tenantry/domain';
import { z } from 'zod';
import { countsSchema } from '../listing/findings.ts';
import { placeSchema } from '../listing/place.ts';
import { subscribedSkuSchema } from './licence-rows.ts';

export const checkpointSchema = z.object({
  asOf: z.iso.datetime(),
  skus: z.array(subscribedSkuSchema),
  /** Why sign-in activity is not read: a code of the error catalogue, or `not-asked`; null = it is. */
  noActivity: z.string().nullable(),
  place: placeSchema,
  /** Assignments by licence id and sort. */
  counts: countsSchema,
});
export type Checkpoint = z.infer<typeof checkpointSchema>;

export function progressOf({ place }: Checkpoint): RunProgress {
  return { phase: 'users', done: place.read, expected: place.expected, pages: place.pages, counts: {} };
}

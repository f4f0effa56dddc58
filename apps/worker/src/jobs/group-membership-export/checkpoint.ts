import type { RunProgress } from '@tenantry/domain';
import { z } from 'zod';
import { countsSchema } from '../listing/findings.ts';
import { placeSchema } from '../listing/place.ts';

const count = z.int().min(0);

export const checkpointSchema = z.object({
  asOf: z.iso.datetime(),
  /** `groups`: which ones there are; `members`: who is in them, one group after the other by id. */
  phase: z.enum(['groups', 'members']),
  /** Groups named by id that were looked up. */
  named: count,
  /** The group whose members are read; null before the first one and after the last. */
  group: z.object({ id: z.guid(), name: z.string().nullable() }).nullable(),
  place: placeSchema,
  /** Groups found, groups read, and members found. */
  counts: countsSchema,
  complete: z.boolean(),
});
export type Checkpoint = z.infer<typeof checkpointSchema>;

export function progressOf({ phase, place, counts, named }: Checkpoint): RunProgress {
  const { groups = 0, groupsRead = 0 } = counts;
  if (phase === 'groups') return { phase, done: place.read + named, expected: place.expected, pages: place.pages, counts };
  return { phase, done: groupsRead, expected: groups, pages: groupsRead + place.pages, counts };
}

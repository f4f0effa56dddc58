import type { JobDefinition } from '@tenantry/domain';
import { z } from 'zod';
import type { Job } from '../../engine/slice.ts';
import { countsSchema, type Finding, forgetFindings, writeFindings } from './findings.ts';
import { beginning, goOn, type Pace, placeSchema } from './place.ts';
import { readListing } from './read-listing.ts';

const checkpointSchema = z.object({ asOf: z.iso.datetime(), place: placeSchema, counts: countsSchema });

/** What is asked of each object: the run's parameters, and the instant that counts as now for the whole run. */
export interface Asked<Params> {
  params: Params;
  asOf: Date;
}

/**
 * A job that reads one listing from its beginning to its end and keeps rows of it.
 *
 * It ends `succeeded`, or `partial` when the listing ended early; its summary holds what was read and how many rows of each sort were found.
 */
export function listingJob<Params extends z.ZodObject, Item>(
  { params }: JobDefinition<string, Params>,
  listing: {
    /** Path of the first page, with `$select` and `$top`. */
    path: string;
    item: z.ZodType<Item>;
    /** The `/$count` path of the same collection, if it has one. */
    count?: string;
    /** For a path with `$count=true`: the listing counts itself. */
    consistencyLevel?: 'eventual';
    pace?: Pace;
    /** The rows one object gives; none when it is not to be listed. */
    find(item: Item, asked: Asked<z.output<Params>>): Finding[];
  },
): Job<z.infer<typeof checkpointSchema>> {
  const { find, ...asListed } = listing;
  return {
    checkpoint: checkpointSchema,
    async work(slice) {
      const from = slice.checkpoint ?? { asOf: slice.now().toISOString(), place: beginning, counts: {} };
      const asked = { params: params.parse(slice.params), asOf: new Date(from.asOf) };
      const { asOf, place, counts } = await readListing(slice, from, {
        ...asListed,
        write: async (tx, items, at) => {
          const findings = items.flatMap((each) => find(each, asked));
          return { ...at, counts: await writeFindings(slice, tx, findings, at.counts) };
        },
        forget: async (tx, at) => {
          await forgetFindings(slice, tx);
          return { ...at, counts: {} };
        },
        progress: (at) => ({
          phase: 'reading',
          done: at.place.read,
          expected: at.place.expected,
          pages: at.place.pages,
          counts: at.counts,
        }),
      });
      if (!place.ended) return goOn(place, listing.pace, slice.now());
      return { kind: 'done', state: place.complete ? 'succeeded' : 'partial', result: { asOf, read: place.read, ...counts } };
    },
  };
}

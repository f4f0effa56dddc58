import type { Tx } from '@tenantry/db';
import type { z } from 'zod';
import type { Slice } from '../../engine/slice.ts';
import type { Pass, Tally } from './checkpoint.ts';
import type { Resource } from './directory-objects.ts';

/** Whose rows, and which pass writes them. */
export interface WriteAt {
  slice: Slice;
  kind: Pass['kind'];
  generation: number;
}

/** What differs between reading users, groups and devices. `Page` is what is kept of a page until it is written. */
export interface SyncedResource<Item, Page> {
  name: Resource;
  /** Path of the first page of a full pass. */
  listing: string;
  item: z.ZodType<Item>;
  prefer?: string;
  /** Asks Graph, before the first page of a full pass, where the delta round begins that follows it; absent where the last page tells. */
  latestDeltaLink?(slice: Slice): Promise<string>;
  /** The pass with which a full pass begins again when its place in the listing is lost. */
  beginFullPassAgain(tx: Tx, slice: Slice, fromStart: Pass): Promise<Pass>;
  /** Sorts a page when it comes, while the page before is being written. */
  prepare(items: Item[]): Page;
  /** Writes the rows of one page, and what it reports as removed, and gives the tally with them. */
  write(tx: Tx, page: Page, tally: Tally, at: WriteAt): Promise<Tally>;
  /** How many live rows a tally stands for that began with none. */
  met(tally: Tally): number;
  /** Removes what the full pass did not meet, and gives the tally with it. */
  sweep(tx: Tx, tally: Tally, at: Omit<WriteAt, 'kind'>): Promise<Tally>;
}

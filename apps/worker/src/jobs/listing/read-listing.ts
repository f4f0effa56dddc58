import type { Tx } from '@tenantry/db';
import type { RunProgress } from '@tenantry/domain';
import { type GetOptions, GraphError, type GraphPage } from '@tenantry/graph';
import type { z } from 'zod';
import type { Slice } from '../../engine/slice.ts';
import { readAhead } from '../directory-sync/read-ahead.ts';
import { isComplete } from './is-complete.ts';
import { afterPage, beginning, type Pace, type Place, restingUntil } from './place.ts';

const minute = 60_000;
/** Next links expire, after a time that is not documented ("Paging Microsoft Graph data", paging.md): an older one is not tried. */
const longestPauseMs = 20 * minute;
const mostRestarts = 8;

interface Placed {
  place: Place;
}

/** A listing, and what is to be done with it. */
export interface Listing<Item, At extends Placed> extends GetOptions {
  /** Path of the first page. */
  path: string;
  item: z.ZodType<Item>;
  /**
   * Path that counts what is listed. A listing with `consistencyLevel` and `$count=true` counts itself, and only a doubtful end asks it. Without
   * a count a listing that ends early cannot be told from a whole one.
   */
  count?: string;
  pace?: Pace;
  /** Writes one page, in its transaction, and gives the checkpoint after it. The place in it is kept for it. */
  write(tx: Tx, items: Item[], at: At): Promise<At>;
  /** Takes back what the pages so far brought, because the listing begins again. */
  forget(tx: Tx, at: At): Promise<At>;
  progress(at: At): RunProgress;
}

/**
 * Reads pages from where the checkpoint stands until the listing or the slice ends, or the pace is used up. Each page is written together with
 * the place after it; a place that is lost begins the listing again.
 *
 * @returns the newest checkpoint, its place `ended` when there is nothing more to read
 * @throws GraphError, and what a commit throws
 */
export async function readListing<Item, At extends Placed>(slice: Slice, from: At, listing: Listing<Item, At>): Promise<At> {
  const { nextLink, nextLinkAt, ended } = from.place;
  if (ended || restingUntil(from.place, listing.pace, slice.now()) !== null) return from;
  if (nextLinkAt !== null && slice.now().getTime() - Date.parse(nextLinkAt) > longestPauseMs) {
    return beginAgain(slice, from, listing, 'The place in the listing is too old to be tried');
  }
  let reached = await counted(slice, from, listing);
  const { consistencyLevel, prefer, pace } = listing;
  const options = { prefetch: false, ...(consistencyLevel && { consistencyLevel }), ...(prefer && { prefer }) };
  const wantsMore = () => !slice.mustEnd() && (pace === undefined || (reached.place.paced?.pages ?? 0) + 1 < pace.pages);
  try {
    const pages = slice.graph.pages(nextLink ?? listing.path, listing.item, options);
    for await (const page of readAhead(pages, wantsMore)) {
      const place = await after(slice, reached.place, page, listing);
      const before = reached;
      reached = await save(slice, listing, async (tx) => ({ ...(await listing.write(tx, page.items, before)), place }));
    }
    return reached;
  } catch (error) {
    const lost = error instanceof GraphError && error.code === 'page-token-expired';
    if (!lost || reached.place.restarts >= mostRestarts) throw error;
    return beginAgain(slice, reached, listing, 'Graph no longer knows the place in the listing');
  }
}

/** Learns how much there is before the first page. */
async function counted<Item, At extends Placed>(slice: Slice, at: At, listing: Listing<Item, At>): Promise<At> {
  const { count, consistencyLevel } = listing;
  if (count === undefined || consistencyLevel !== undefined || at.place.expected !== null) return at;
  return { ...at, place: { ...at.place, expected: await slice.graph.count(count) } };
}

async function after<Item, At extends Placed>(
  slice: Slice,
  before: Place,
  page: GraphPage<Item>,
  { count, pace }: Listing<Item, At>,
): Promise<Place> {
  const now = slice.now();
  const { position } = page;
  const place: Place = {
    ...before,
    expected: before.expected ?? page.count,
    read: before.read + page.items.length,
    pages: before.pages + 1,
    paced: afterPage(before, pace, now),
  };
  if (position.kind === 'next') return { ...place, nextLink: position.link, nextLinkAt: now.toISOString() };
  const { read, expected } = place;
  const met = (all: number | null) => all === null || isComplete(read, all);
  // What was deleted meanwhile is not missing.
  const complete = met(expected) || (count !== undefined && met(await slice.graph.count(count)));
  if (!complete) slice.log('warn', 'The listing ended before everything was read', { read, expected });
  return { ...place, nextLink: null, nextLinkAt: null, ended: true, complete };
}

async function beginAgain<Item, At extends Placed>(slice: Slice, at: At, listing: Listing<Item, At>, why: string): Promise<At> {
  slice.log('warn', `${why}, so the listing begins again`, { read: at.place.read });
  const { restarts, pages, paced } = at.place;
  return save(slice, listing, async (tx) => ({
    ...(await listing.forget(tx, at)),
    place: { ...beginning, restarts: restarts + 1, pages, paced },
  }));
}

/** Saves a checkpoint together with what leads to it, and gives it back. */
export async function save<At>(
  slice: Slice,
  { progress }: { progress(at: At): RunProgress },
  write: (tx: Tx) => Promise<At>,
): Promise<At> {
  const saved: At[] = [];
  await slice.commit(async (tx) => {
    saved[0] = await write(tx);
    return { checkpoint: saved[0], progress: progress(saved[0]) };
  });
  return saved[0] as At;
}

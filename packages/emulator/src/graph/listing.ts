import type { GraphAnswer, GraphCall } from './graph-call.ts';
import { contextOf, linkTo, writePage } from './listing-page.ts';
import { readTop } from './odata-query.ts';
import { openPageToken, type PageToken, sealPageToken } from './page-token.ts';
import type { PagedResource } from './tenant-graph.ts';

interface WrittenPage {
  items: string[];
  next: readonly number[] | null;
}

/** What a paged collection knows about itself; `position` is where a page begins, empty for the first. */
interface Listing {
  resource: PagedResource;
  /** Path below /v1.0. */
  path: string;
  /** The id of the owning object, or empty. */
  of: string;
  entitySet: string;
  /** The page of at most `limit` objects, and the position of the next one; null at the end. */
  page(from: {
    position: readonly number[];
    limit: number;
    select: string | null;
    filter: string | null;
  }): WrittenPage | Promise<WrittenPage>;
  /** For `@odata.count`, when asked for in the way that works. */
  count(filter: string | null): number;
  /** Whether `$count=true` is heard: it needs `ConsistencyLevel: eventual` (aad-advanced-queries.md). */
  hearsCount: boolean;
  /** Objects on a page when $top is not said; default 100. */
  usualPage?: number;
  /** Largest $top; default 999. */
  longestPage?: number;
}

/** A call below this many objects is a look at the collection, not a pass over it; Graph charges it less, too. */
const lookAtMost = 20;

/** One page of a listing; the token of a next link carries everything that was asked for at its beginning. */
export async function answerListing(call: GraphCall, listing: Listing): Promise<GraphAnswer> {
  const text = call.query.get('$skiptoken');
  const token: PageToken =
    text === undefined
      ? {
          resource: listing.resource,
          of: listing.of,
          select: call.query.get('$select') ?? null,
          filter: call.query.get('$filter') ?? null,
          top: readTop(call.query, listing),
          position: [],
          since: null,
        }
      : openPageToken(call, text, listing);
  const { select, filter, top } = token;

  const linkAt = (position: readonly number[]) =>
    linkTo(call, listing.path, [
      ['$select', select],
      ['$filter', filter],
      ['$top', call.query.has('$top') ? String(top) : null],
      ['$skiptoken', sealPageToken(call, { ...token, position })],
    ]);
  const { position } = token;
  const limit = Math.min(top, call.graph.settings.longestPage);
  const { items, next } = await listing.page({ position, limit, select, filter });
  if (top >= lookAtMost) call.world.requests.count(call.tenant.tenantId, 'fullPassPages');
  return writePage(call, {
    resource: listing.resource,
    context: contextOf(listing.entitySet, select),
    items,
    count: text === undefined && listing.hearsCount ? listing.count(filter) : undefined,
    next: next === null ? undefined : linkAt(next),
    again: () => linkAt(position),
    askedBy:
      text === undefined
        ? null
        : linkTo(
            call,
            listing.path,
            [...call.query].map(([name, value]) => [name, value] as const),
          ),
  });
}

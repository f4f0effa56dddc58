import type { Tx } from '@tenantry/db';
import type { jobCatalogue } from '@tenantry/domain';
import { GraphError } from '@tenantry/graph';
import type { z } from 'zod';
import type { Slice } from '../../engine/slice.ts';
import { type Counts, forgetFindings, writeFindings } from '../listing/findings.ts';
import { beginning } from '../listing/place.ts';
import { type Listing, readListing, save } from '../listing/read-listing.ts';
import { type Checkpoint, progressOf } from './checkpoint.ts';
import { type Group, groupRow, groupSchema } from './group-rows.ts';

export type Wish = z.output<(typeof jobCatalogue)['group-membership-export']['params']>;

/** Writes a row for each group that is asked for, until there are no more or the slice ends. */
export async function findGroups(slice: Slice, from: Checkpoint, wish: Wish): Promise<Checkpoint> {
  if (wish.groupIds.length > 0) return lookUp(slice, from, wish.groupIds);
  const at = await readListing(slice, from, listingOf(slice, wish.search));
  return at.place.ended ? toMembers(at) : at;
}

function listingOf(slice: Slice, search: string): Listing<Group, Checkpoint> {
  const wanted = search.toLowerCase();
  return {
    path: '/groups?$select=id,displayName&$top=999',
    item: groupSchema,
    count: '/groups/$count',
    write: async (tx, groups, at) => {
      const found = groups.filter(({ displayName }) => wanted === '' || displayName?.toLowerCase().includes(wanted));
      return { ...at, counts: await writeGroups(slice, tx, found, at.counts) };
    },
    forget: async (tx, at) => {
      await forgetFindings(slice, tx);
      return { ...at, counts: {} };
    },
    progress: progressOf,
  };
}

/** How many members there are is not known yet. */
function writeGroups(slice: Slice, tx: Tx, groups: Group[], counts: Counts): Promise<Counts> {
  const rows = groups.map(({ id, displayName }) => groupRow({ id, name: displayName ?? null }, null));
  return writeFindings(
    slice,
    tx,
    rows.map((row) => ({ ...row, countAs: 'groups' })),
    counts,
  );
}

async function lookUp(slice: Slice, from: Checkpoint, groupIds: readonly string[]): Promise<Checkpoint> {
  let at = from;
  for (const id of groupIds.slice(from.named)) {
    const found = await slice.graph.get(`/groups/${id}?$select=id,displayName`, groupSchema).catch(unlessUnknown);
    if (found === null) slice.log('warn', 'There is no group of that id', { groupId: id });
    const before = at;
    at = await save(slice, { progress: progressOf }, async (tx) => {
      const named = before.named + 1;
      if (found === null) return { ...before, named, complete: false };
      return { ...before, named, counts: await writeGroups(slice, tx, [found], before.counts) };
    });
    if (slice.mustEnd()) break;
  }
  return at.named === groupIds.length ? toMembers(at) : at;
}

const toMembers = (at: Checkpoint): Checkpoint => ({
  ...at,
  phase: 'members',
  complete: at.complete && at.place.complete,
  place: beginning,
});

function unlessUnknown(error: unknown): null {
  if (error instanceof GraphError && error.code === 'not-found') return null;
  throw error;
}

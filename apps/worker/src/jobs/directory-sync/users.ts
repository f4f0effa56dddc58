import { type PackedUsers, packUsers, removeUsers, sweepUsers, writeUsers } from '@tenantry/db';
import { GraphError } from '@tenantry/graph';
import type { Slice } from '../../engine/slice.ts';
import type { Tally } from './checkpoint.ts';
import { areWholeUsers, completeUsers } from './complete-rows.ts';
import { type GraphUser, selectOf, userSchema } from './directory-objects.ts';
import { sortPage } from './sort-page.ts';
import type { SyncedResource } from './synced-resource.ts';

interface UserPage {
  gone: string[];
  /** Packed where nothing is left out: then they stay small until their turn to be written comes. */
  present: PackedUsers | GraphUser[];
}

/**
 * Users are listed in large pages; the delta link that the next run continues from is taken before the listing, so that nothing which
 * changes meanwhile is missed.
 */
export const users: SyncedResource<GraphUser, UserPage> = {
  name: 'users',
  // 999 is the largest page ("List users", user-list.md).
  listing: `/users?$select=${selectOf.users}&$top=999`,
  item: userSchema,
  latestDeltaLink,
  // A user who disappears between two beginnings is in the delta round that follows, so the generation can stay.
  beginFullPassAgain: async (_tx, _slice, fromStart) => fromStart,
  prepare: (items) => {
    const { gone, present } = sortPage(items);
    return { gone, present: areWholeUsers(present) ? packUsers(present) : present };
  },
  write: async (tx, { gone, present }, tally, at) => {
    const { tenantId } = at.slice;
    const now = at.slice.now();
    const packed = Array.isArray(present) ? packUsers(await completeUsers(tx, present, at)) : present;
    const written = await writeUsers(tx, tenantId, packed, at.generation, now);
    return addUsers(tally, { ...written, removed: await removeUsers(tx, tenantId, gone, now) });
  },
  met: ({ users: { added, removed } }) => added - removed,
  sweep: async (tx, tally, { slice, generation }) =>
    addUsers(tally, { removed: await sweepUsers(tx, slice.tenantId, generation, slice.now()) }),
};

/** Answers a delta link from now on, without any objects ("Use delta query to track changes", delta-query-overview.md). */
export const latestDeltaPath = `/users/delta?$deltatoken=latest&$select=${selectOf.users}`;

async function latestDeltaLink(slice: Slice): Promise<string> {
  for await (const { position } of slice.graph.pages(latestDeltaPath, userSchema)) {
    if (position.kind === 'delta') return position.link;
  }
  throw new GraphError('unexpected-answer', 'users/delta?$deltatoken=latest was answered without a delta link');
}

function addUsers(tally: Tally, more: { added?: number; changed?: number; removed: number }): Tally {
  const { added, changed, removed } = tally.users;
  return {
    ...tally,
    users: { added: added + (more.added ?? 0), changed: changed + (more.changed ?? 0), removed: removed + more.removed },
  };
}

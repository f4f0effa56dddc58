import {
  addMemberships,
  removeGroups,
  removeMemberships,
  sweepGroups,
  sweepMemberships,
  type Tx,
  writeGroups,
} from '@tenantry/db';
import type { Tally } from './checkpoint.ts';
import { completeGroups } from './complete-rows.ts';
import { nextGeneration } from './cursor.ts';
import { type GraphGroup, groupSchema, selectOf } from './directory-objects.ts';
import { type GroupPage, sortGroupPage } from './sort-group-page.ts';
import type { SyncedResource, WriteAt } from './synced-resource.ts';

/** Groups come with their members by the delta function alone, the first time too; its last page carries the link for the next run. */
export const groups: SyncedResource<GraphGroup, GroupPage> = {
  name: 'groups',
  listing: `/groups/delta?$select=${selectOf.groups}`,
  item: groupSchema,
  prefer: 'odata.maxpagesize=999',
  // An edge that disappears between two beginnings would look as if the second had met it, so the generation changes.
  beginFullPassAgain: async (tx, slice, fromStart) => ({
    ...fromStart,
    generation: await nextGeneration(tx, slice.tenantId, 'groups'),
  }),
  prepare: sortGroupPage,
  write,
  met: ({ groups: { added, removed } }) => added - removed,
  sweep: async (tx, tally, { slice, generation }) => {
    const edges = await sweepMemberships(tx, slice.tenantId, generation);
    const removed = await sweepGroups(tx, slice.tenantId, generation, slice.now());
    return count(tally, { removed }, { removed: edges });
  },
};

async function write(tx: Tx, page: GroupPage, tally: Tally, at: WriteAt): Promise<Tally> {
  const { tenantId } = at.slice;
  const now = at.slice.now();
  const dissolved = page.removed.length === 0 ? 0 : await dissolve(tx, tenantId, page.removed);
  const removed = await removeGroups(tx, tenantId, page.removed, now);
  const written = await writeGroups(tx, tenantId, await completeGroups(tx, page.present, at), at.generation, now);
  const added = await addMemberships(tx, tenantId, page.membersAdded, at.generation);
  const left = await removeMemberships(tx, tenantId, page.membersRemoved);
  return count(tally, { ...written, removed }, { added, removed: dissolved + left });
}

/** Deletes the edges of groups that go, and gives how many there were. */
async function dissolve(tx: Tx, tenantId: string, groupIds: string[]): Promise<number> {
  const { count } = await tx.directoryMembership.deleteMany({ where: { tenantId, groupId: { in: groupIds } } });
  return count;
}

type Counts = { added?: number; changed?: number; removed: number };

function count(tally: Tally, groups: Counts, memberships: Counts): Tally {
  return {
    ...tally,
    groups: {
      added: tally.groups.added + (groups.added ?? 0),
      changed: tally.groups.changed + (groups.changed ?? 0),
      removed: tally.groups.removed + groups.removed,
    },
    memberships: {
      added: tally.memberships.added + (memberships.added ?? 0),
      removed: tally.memberships.removed + memberships.removed,
    },
  };
}

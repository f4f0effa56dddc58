import {
  addMemberships,
  removeGroups,
  removeMemberships,
  sweepGroups,
  sweepMemberships,
  type Tx,
  writeGroups,
} from '@tenantry/db';
import { newPass, type Tally } from './checkpoint.ts';
import { nextGeneration } from './cursor.ts';
import { type GraphGroup, groupSchema, selectOf } from './directory-objects.ts';
import { sortGroupPage } from './sort-group-page.ts';
import type { SyncedResource, WriteAt } from './synced-resource.ts';

/** Groups come with their members by the delta function alone, the first time too; its last page carries the link for the next run. */
export const groups: SyncedResource<GraphGroup> = {
  name: 'groups',
  listing: `/groups/delta?$select=${selectOf.groups}`,
  item: groupSchema,
  prefer: 'odata.maxpagesize=999',
  beginFullPass: async (slice) => {
    const expected = await slice.graph.count('/groups/$count');
    const generation = await slice.read((tx) => nextGeneration(tx, slice.tenantId));
    return newPass({ kind: 'full', generation, deltaLink: null, expected });
  },
  // An edge that disappears between two beginnings would look as if the second had met it, so the generation changes.
  beginFullPassAgain: async (tx, slice, fromStart) => ({ ...fromStart, generation: await nextGeneration(tx, slice.tenantId) }),
  write,
  countSeen: (tx, { tenantId }, generation) => tx.directoryGroup.count({ where: { tenantId, generation, deletedAt: null } }),
  sweep: async (tx, tally, { slice, generation }) => {
    const edges = await sweepMemberships(tx, slice.tenantId, generation);
    const removed = await sweepGroups(tx, slice.tenantId, generation, slice.now());
    return count(tally, { removed }, { removed: edges });
  },
};

async function write(tx: Tx, items: GraphGroup[], tally: Tally, { slice, generation }: WriteAt): Promise<Tally> {
  const { tenantId } = slice;
  const page = sortGroupPage(items);
  const removed = await removeGroups(tx, tenantId, page.removed, slice.now());
  const written = await writeGroups(tx, tenantId, page.present, generation, slice.now());
  const edgesAdded = await addMemberships(tx, tenantId, page.membersAdded, generation);
  const edgesRemoved = await removeMemberships(tx, tenantId, page.membersRemoved);
  return count(tally, { ...written, removed }, { added: edgesAdded, removed: edgesRemoved });
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

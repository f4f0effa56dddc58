import type { Tx } from '@tenantry/db';
import { GraphError } from '@tenantry/graph';
import { z } from 'zod';
import type { Slice } from '../../engine/slice.ts';
import { countSome, forgetSome, keysUnder } from '../listing/findings.ts';
import { beginning } from '../listing/place.ts';
import { type Listing, readListing, save } from '../listing/read-listing.ts';
import { type Checkpoint, progressOf } from './checkpoint.ts';
import { groupRow, type Member, memberRow, memberSchema } from './group-rows.ts';

type GroupNow = NonNullable<Checkpoint['group']>;

/** The keys of the rows of a group's members. */
const membersIn = ({ id }: GroupNow) => keysUnder(id.toLowerCase());

/** Reads members of the group the checkpoint stands at, and goes on to the next group when all were read. */
export async function readMembers(slice: Slice, from: Checkpoint, group: GroupNow, transitive: boolean): Promise<Checkpoint> {
  try {
    const at = await readListing(slice, from, membersOf(slice, group, transitive));
    if (!at.place.ended) return at;
    return await save(slice, { progress: progressOf }, async (tx) => {
      const members = await countSome(slice, tx, membersIn(group));
      await slice.results(tx, [groupRow(group, members)]);
      return afterGroup(slice, tx, { ...at, complete: at.complete && at.place.complete }, { group, members });
    });
  } catch (error) {
    if (!(error instanceof GraphError) || error.code !== 'not-found') throw error;
    slice.log('info', 'A group was deleted before its members were read', { groupId: group.id });
    return save(slice, { progress: progressOf }, async (tx) => {
      await forgetSome(slice, tx, { gte: group.id.toLowerCase(), lte: membersIn(group).lte });
      const groups = (from.counts.groups ?? 0) - 1;
      return afterGroup(slice, tx, { ...from, counts: { ...from.counts, groups } }, { group, members: 0, read: 0 });
    });
  }
}

function membersOf(slice: Slice, group: GroupNow, transitive: boolean): Listing<Member, Checkpoint> {
  const members = `/groups/${group.id}/${transitive ? 'transitiveMembers' : 'members'}`;
  return {
    path: `${members}?$select=id,displayName,userPrincipalName&$top=999&$count=true`,
    item: memberSchema,
    // The first page counts them all ("Advanced query capabilities on Microsoft Entra ID objects", aad-advanced-queries.md).
    consistencyLevel: 'eventual',
    count: `${members}/$count`,
    write: async (tx, items, at) => {
      await slice.results(
        tx,
        items.map((member) => memberRow(group, member)),
      );
      return at;
    },
    forget: async (tx, at) => {
      await forgetSome(slice, tx, membersIn(group));
      return at;
    },
    progress: progressOf,
  };
}

async function afterGroup(
  slice: Slice,
  tx: Tx,
  at: Checkpoint,
  { group, members, read = 1 }: { group: GroupNow; members: number; read?: 0 | 1 },
): Promise<Checkpoint> {
  const { groupsRead = 0, members: sum = 0 } = at.counts;
  const counts = { ...at.counts, groupsRead: groupsRead + read, members: sum + members };
  return { ...at, group: await nextGroup(slice, tx, group), place: beginning, counts };
}

const storedGroup = z.object({ groupId: z.guid(), group: z.string().nullable() });

/** The first group after another, or the first of all: behind the rows of a group's members the next row is that of a group. */
export async function nextGroup(slice: Slice, tx: Tx, after: GroupNow | null): Promise<GroupNow | null> {
  const { runId } = slice.claim;
  const key = after === null ? {} : { key: { gt: membersIn(after).lte } };
  const next = await tx.runResult.findFirst({ where: { runId, ...key }, orderBy: { key: 'asc' }, select: { row: true } });
  if (next === null) return null;
  const { groupId: id, group: name } = storedGroup.parse(next.row);
  return { id, name };
}

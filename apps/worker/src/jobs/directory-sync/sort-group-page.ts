import { objectType } from '../object-type.ts';
import type { GraphGroup } from './directory-objects.ts';

export interface GroupPage {
  /** Groups that were removed, also when the same page brings them back. */
  removed: string[];
  present: GraphGroup[];
  membersAdded: { groupId: string; memberId: string; memberType: string }[];
  membersRemoved: { groupId: string; memberId: string }[];
}

/**
 * Brings one page of `groups/delta` into an order that one statement each can write: a group may occur several times with further slices of
 * its members, and the last word counts ("Get incremental changes for groups", delta-query-groups.md).
 */
export function sortGroupPage(items: readonly GraphGroup[]): GroupPage {
  const removed = new Set<string>();
  const present = new Map<string, GraphGroup>();
  const members = new Map<string, Map<string, string | null>>();
  for (const group of items) {
    if (group['@removed'] !== undefined) {
      removed.add(group.id);
      present.delete(group.id);
      members.delete(group.id);
      continue;
    }
    const { 'members@delta': slice = [], ...properties } = group;
    // A further slice may repeat only some properties.
    present.set(group.id, { ...present.get(group.id), ...properties });
    const known = members.get(group.id) ?? new Map<string, string | null>();
    for (const member of slice) {
      known.set(member.id, member['@removed'] === undefined ? objectType(member['@odata.type']) : null);
    }
    members.set(group.id, known);
  }
  const edges = [...members].flatMap(([groupId, known]) =>
    [...known].map(([memberId, memberType]) => ({ groupId, memberId, memberType })),
  );
  return {
    removed: [...removed],
    present: [...present.values()],
    membersAdded: edges.flatMap(({ memberType, ...edge }) => (memberType === null ? [] : [{ ...edge, memberType }])),
    membersRemoved: edges.flatMap(({ memberType, ...edge }) => (memberType === null ? [edge] : [])),
  };
}

import type { Directory } from '../directory/directory.ts';
import type { DirectoryMember } from '../directory/directory-objects.ts';
import type { GraphAnswer, GraphCall } from './graph-call.ts';
import { badRequest } from './graph-refusal.ts';
import { memberWriter } from './group-members.ts';
import { groupOf } from './groups.ts';
import { answerListing } from './listing.ts';
import { allowOnly, isEventual } from './odata-query.ts';

/** `GET /groups/{id}/transitiveMembers`: a flat list, everybody once (group-list-transitivemembers.md) */
export async function listTransitiveMembers(call: GraphCall): Promise<GraphAnswer> {
  allowOnly(call.query, ['$select', '$top', '$count', '$skiptoken']);
  const group = groupOf(call);
  const { directory } = call.tenant;
  return answerListing(call, {
    resource: 'transitiveMembers',
    path: `/groups/${group.id}/transitiveMembers`,
    of: group.id,
    entitySet: 'directoryObjects',
    hearsCount: call.query.get('$count') === 'true' && isEventual(call.header('consistencylevel')),
    count: () => countOf(directory, group.index),
    page({ position, limit, select }) {
      const write = memberWriter(call, select);
      const { members, next } = transitiveMembers(directory, group.index, position, limit);
      return { items: members.map(write), next };
    },
  });
}

/** `GET /groups/{id}/transitiveMembers/$count` (aad-advanced-queries.md) */
export function answerTransitiveMemberCount(call: GraphCall): GraphAnswer {
  allowOnly(call.query, []);
  if (!isEventual(call.header('consistencylevel'))) throw badRequest('$count is not currently supported.');
  return { body: String(countOf(call.tenant.directory, groupOf(call).index)), contentType: 'text/plain' };
}

const chunk = 1000;

/**
 * Members of a group and of every group inside it, from a position on. Groups are walked breadth first; a member is left out where an
 * earlier group has it as well, so nobody has to be remembered.
 */
export function transitiveMembers(
  directory: Directory,
  groupIndex: number,
  [atGroup = groupIndex, from = 0]: readonly number[],
  limit: number,
): { members: DirectoryMember[]; next: readonly number[] | null } {
  const groups = groupsInside(directory, groupIndex);
  const members: DirectoryMember[] = [];
  let position = from;
  for (let place = Math.max(0, groups.indexOf(atGroup)); place < groups.length; place += 1) {
    const inside = groups[place] as number;
    const earlier = groups.slice(0, place);
    for (let next: number | null = position; next !== null; ) {
      if (members.length === limit) return { members, next: [inside, next] };
      const page = directory.members(inside, next, limit - members.length);
      for (const member of page.members) {
        const isRoot = member.type === 'group' && member.index === groupIndex;
        if (!isRoot && !earlier.some((index) => directory.hasMember(index, member))) members.push(member);
      }
      next = page.next;
    }
    position = 0;
  }
  return { members, next: null };
}

/** The group itself and all groups in it, breadth first, each once however they nest. */
function groupsInside(directory: Directory, groupIndex: number): number[] {
  const found = [groupIndex];
  for (let place = 0; place < found.length; place += 1) {
    for (const { index } of directory.memberGroups(found[place] as number)) if (!found.includes(index)) found.push(index);
  }
  return found;
}

function countOf(directory: Directory, groupIndex: number): number {
  let count = 0;
  for (let position: readonly number[] | null = []; position !== null; ) {
    const { members, next } = transitiveMembers(directory, groupIndex, position, chunk);
    count += members.length;
    position = next;
  }
  return count;
}

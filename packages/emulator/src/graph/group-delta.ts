import type { Directory } from '../directory/directory.ts';
import type { MemberRef } from '../directory/living-memberships.ts';
import { answerDelta, type DeltaReader } from './delta.ts';
import type { GraphAnswer, GraphCall } from './graph-call.ts';
import { defaultGroupProperties, groupProperties } from './group-properties.ts';
import { removedObject } from './object-delta.ts';
import { compileSelection, namesIn } from './selection.ts';

/** A page holds this many members for each group it could hold; a larger group goes on in the next page. */
const membersPerPlace = 5;

/** `GET /groups/delta`: groups with their memberships as `members@delta` (group-delta.md, delta-query-groups.md) */
export function answerGroupDelta(call: GraphCall): GraphAnswer {
  return answerDelta(call, {
    resource: 'groups/delta',
    entitySet: 'groups',
    reader: (asked) => groupReader(call.tenant.directory, asked),
  });
}

function groupReader(
  directory: Directory,
  asked: { select: string | null; ids: ReadonlySet<string> | null; minimal: boolean },
): DeltaReader {
  const { select, ids, minimal } = asked;
  const withMembers = select === null || namesIn(select).includes('members');
  const properties = select === null ? null : namesIn(select).filter((name) => name !== 'members');
  const selection = compileSelection(groupProperties, {
    select: properties?.join() ?? null,
    defaults: defaultGroupProperties,
    typeName: 'group',
    alwaysId: true,
  });
  const tracked = new Set(selection.names);

  return {
    pass(position, size) {
      const items: string[] = [];
      let room = size * membersPerPlace;
      for (let [index = 0, from = 0] = position; ; ) {
        const group = directory.groups(index, 1)[0];
        if (!group) return { items, next: null };
        if (group.index !== index) from = 0;
        if (items.length === size || room === 0) return { items, next: [group.index, from] };
        index = group.index + 1;
        if (ids !== null && !ids.has(group.id)) continue;
        const { members, next } = withMembers ? directory.members(group.index, from, room) : { members: [], next: null };
        room -= members.length;
        const slice =
          members.length > 0 ? `,"members@delta":[${members.map((member) => memberJson(member.type, member.id)).join()}]` : '';
        items.push(`{${selection.write(group)}${slice}}`);
        if (next !== null) return { items, next: [group.index, next] };
        from = 0;
      }
    },
    changes(afterSequence, size) {
      const found = new Map<number, { fields: Set<string> | null; members: Map<string, MemberRef> }>();
      let room = size * membersPerPlace;
      let reached = afterSequence;
      for (; reached < directory.changes.sequence && room > 0; reached += 1) {
        const change = directory.changes.at(reached + 1);
        if (!change || change.kind === 'user' || (ids !== null && !ids.has(directory.groupIdAt(change.index)))) continue;
        const fields = change.kind === 'group' ? (change.fields?.filter((field) => tracked.has(field)) ?? null) : [];
        if (change.kind === 'member' ? !withMembers : fields?.length === 0) continue;
        const before = found.get(change.index);
        if (!before && found.size === size) break;
        const entry = before ?? { fields: new Set<string>(), members: new Map<string, MemberRef>() };
        entry.fields = fields === null || entry.fields === null ? null : new Set([...entry.fields, ...fields]);
        if (change.kind === 'member') {
          entry.members.set(`${change.member.type} ${change.member.index}`, change.member);
          room -= 1;
        }
        found.set(change.index, entry);
      }
      const items = [...found].map(([index, { fields, members }]) => {
        const group = directory.groupAt(index);
        if (!group) return removedObject(directory.groupIdAt(index), directory.groupRemoved(index) ?? 'deleted');
        const slice = [...members.values()].map((member) => changedMember(directory, index, member));
        const edges = slice.length > 0 ? `,"members@delta":[${slice.join()}]` : '';
        return `{${minimal && fields ? selection.writeOnly(group, fields) : selection.write(group)}${edges}}`;
      });
      return { items, reached };
    },
  };
}

const memberJson = (type: string, id: string) => `{"@odata.type":"#microsoft.graph.${type}","id":"${id}"}`;

/** The edge as it is now: present, or removed, be it by the membership or by the member (delta-query-groups.md). */
function changedMember(directory: Directory, groupIndex: number, member: MemberRef): string {
  const id = member.type === 'user' ? directory.userIdAt(member.index) : directory.groupIdAt(member.index);
  const json = memberJson(member.type, id);
  return directory.hasMember(groupIndex, member) ? json : `${json.slice(0, -1)},"@removed":{"reason":"deleted"}}`;
}

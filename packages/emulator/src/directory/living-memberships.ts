import type { ChangeLog } from './change-log.ts';
import type { GeneratedMemberships } from './generated-memberships.ts';

/** One end of an edge. */
export interface MemberRef {
  type: 'user' | 'group';
  index: number;
}

/** The edges as they are now, whether or not both ends are alive. */
export interface LivingMemberships {
  has(groupIndex: number, member: MemberRef): boolean;
  /** Edges of a group from a position on. Positions stay where they are when edges come and go. */
  edges(groupIndex: number, from: number): Iterable<{ position: number; member: MemberRef }>;
  groupsOf(member: MemberRef): number[];
  /** The groups among the members of a group. */
  groupsIn(groupIndex: number): number[];
  add(groupIndex: number, member: MemberRef): void;
  remove(groupIndex: number, member: MemberRef): void;
}

const keyOf = (member: MemberRef) => member.index * 2 + (member.type === 'group' ? 1 : 0);
const refOf = (key: number): MemberRef => ({ type: key % 2 === 1 ? 'group' : 'user', index: Math.floor(key / 2) });

export function createLivingMemberships(generated: GeneratedMemberships, changes: ChangeLog): LivingMemberships {
  const removed = new Map<number, Set<number>>();
  /** Edges added by hand, in order; one that was removed stays in its place, marked in `removed`. */
  const added = new Map<number, number[]>();
  const groupsOfAdded = new Map<number, Set<number>>();

  const isGenerated = (groupIndex: number, member: MemberRef) =>
    member.type === 'user' ? generated.has(groupIndex, member.index) : generated.nestedGroup(groupIndex) === member.index;
  const exists = (groupIndex: number, member: MemberRef) =>
    isGenerated(groupIndex, member) || groupsOfAdded.get(keyOf(member))?.has(groupIndex) === true;
  const has = (groupIndex: number, member: MemberRef) =>
    exists(groupIndex, member) && removed.get(groupIndex)?.has(keyOf(member)) !== true;

  return {
    has,
    *edges(groupIndex, from) {
      const without = removed.get(groupIndex);
      const size = generated.size(groupIndex);
      const nested = generated.nestedGroup(groupIndex);
      const byHand = added.get(groupIndex) ?? [];
      for (let position = from; position < size; position += 1) {
        const index = generated.userAt(groupIndex, position);
        if (!without?.has(index * 2)) yield { position, member: { type: 'user', index } };
      }
      if (from <= size && nested !== null && !without?.has(nested * 2 + 1)) {
        yield { position: size, member: { type: 'group', index: nested } };
      }
      for (let i = Math.max(0, from - size - 1); i < byHand.length; i += 1) {
        const key = byHand[i] as number;
        if (!without?.has(key)) yield { position: size + 1 + i, member: refOf(key) };
      }
    },
    groupsOf(member) {
      const parent = member.index - 1;
      const first =
        member.type === 'user'
          ? generated.groupsOf(member.index)
          : generated.nestedGroup(parent) === member.index
            ? [parent]
            : [];
      return [...first, ...(groupsOfAdded.get(keyOf(member)) ?? [])].filter((groupIndex) => has(groupIndex, member));
    },
    groupsIn(groupIndex) {
      const nested = generated.nestedGroup(groupIndex);
      const byHand = (added.get(groupIndex) ?? []).map(refOf).filter(({ type }) => type === 'group');
      const found = [...(nested === null ? [] : [nested]), ...byHand.map(({ index }) => index)];
      return found.filter((index) => has(groupIndex, { type: 'group', index }));
    },
    add(groupIndex, member) {
      const key = keyOf(member);
      if (exists(groupIndex, member)) removed.get(groupIndex)?.delete(key);
      else {
        const byHand = added.get(groupIndex);
        if (byHand) byHand.push(key);
        else added.set(groupIndex, [key]);
        groupsOfAdded.set(key, (groupsOfAdded.get(key) ?? new Set()).add(groupIndex));
      }
      changes.append({ kind: 'member', index: groupIndex, member });
    },
    remove(groupIndex, member) {
      removed.set(groupIndex, (removed.get(groupIndex) ?? new Set()).add(keyOf(member)));
      changes.append({ kind: 'member', index: groupIndex, member });
    },
  };
}

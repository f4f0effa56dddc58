import { type ChangeLog, createChangeLog } from './change-log.ts';
import type {
  DirectoryGroup,
  DirectoryMember,
  DirectoryOptions,
  DirectoryUser,
  NewUser,
  RemovedReason,
  UserChange,
} from './directory-objects.ts';
import { createGeneratedGroups } from './generated-groups.ts';
import { createGeneratedMemberships } from './generated-memberships.ts';
import { createGeneratedUsers } from './generated-users.ts';
import { createLivingGroups } from './living-groups.ts';
import { createLivingMemberships, type MemberRef } from './living-memberships.ts';
import { createLivingUsers } from './living-users.ts';
import { digestText } from './mixing.ts';
import { createObjectIds } from './object-ids.ts';

/** One tenant's users, groups and memberships, computed when asked for, with what controls changed laid over them. */
export interface Directory {
  readonly userCount: number;
  readonly groupCount: number;
  /** One past the last index ever given to a user. */
  readonly userEnd: number;
  readonly changes: ChangeLog;

  user(id: string): DirectoryUser | undefined;
  userByPrincipalName(userPrincipalName: string): DirectoryUser | undefined;
  userAt(index: number): DirectoryUser | undefined;
  /** Live users from an index on, in index order, at most `limit`. */
  users(fromIndex: number, limit: number, where?: { accountEnabled?: boolean | undefined }): DirectoryUser[];
  userCountWhere(where: { accountEnabled: boolean }): number;
  /** The id whether the user lives or not. */
  userIdAt(index: number): string;
  /** Why a user is not there, or null when it is. */
  userRemoved(index: number): RemovedReason | null;

  group(id: string): DirectoryGroup | undefined;
  groupAt(index: number): DirectoryGroup | undefined;
  groups(fromIndex: number, limit: number): DirectoryGroup[];
  groupIdAt(index: number): string;
  groupRemoved(index: number): RemovedReason | null;

  /** Live direct members from a position on; `next` is the position to go on from, or null at the end. */
  members(groupIndex: number, from: number, limit: number): { members: DirectoryMember[]; next: number | null };
  memberCount(groupIndex: number): number;
  /** Whether the edge exists now: group and member both alive. */
  hasMember(groupIndex: number, member: Pick<DirectoryMember, 'type' | 'index'>): boolean;

  /** Undefined when the id or the user principal name is taken. */
  addUser(user: NewUser): DirectoryUser | undefined;
  changeUser(id: string, change: UserChange): DirectoryUser | undefined;
  /** Soft delete; memberships disappear with the user and come back with it. False when there is no such live user. */
  deleteUser(id: string): boolean;
  restoreUser(id: string): boolean;
  /** Deletes for good, a live or a soft-deleted user. */
  purgeUser(id: string): boolean;
  addGroup(group: { displayName?: string | undefined; unified?: boolean | undefined }): DirectoryGroup;
  changeGroup(id: string, change: { displayName: string }): DirectoryGroup | undefined;
  deleteGroup(id: string): boolean;
  /** False when either side is missing or the edge exists already. */
  addMember(groupId: string, memberId: string): boolean;
  removeMember(groupId: string, memberId: string): boolean;
}

/** A directory that starts at once, whatever its size: nothing is held in memory but what was changed. */
export function createDirectory(options: DirectoryOptions): Directory {
  const { tenantId, seed, domain, now } = options;
  const userTotal = Math.max(options.users, options.accounts.length);
  const changes = createChangeLog(digestText(`${tenantId}/${seed}/${userTotal}/${options.groups}/${options.membersPerGroup}`, 0));
  const groupIds = createObjectIds(tenantId, seed, 'group');
  const users = createLivingUsers({
    generated: createGeneratedUsers(options, createObjectIds(tenantId, seed, 'user')),
    generatedCount: userTotal,
    domain,
    now,
    changes,
  });
  const groups = createLivingGroups({
    generated: createGeneratedGroups(options, groupIds),
    generatedCount: options.groups,
    ids: groupIds,
    domain,
    now,
    changes,
  });
  const memberships = createLivingMemberships(
    createGeneratedMemberships({
      seed: digestText(tenantId, seed),
      users: userTotal,
      groups: options.groups,
      membersPerGroup: options.membersPerGroup,
    }),
    changes,
  );

  const isAlive = (member: MemberRef) =>
    (member.type === 'user' ? users.removed(member.index) : groups.removed(member.index)) === null;
  const idOf = (member: MemberRef) => (member.type === 'user' ? users.idAt(member.index) : groupIds.idOf(member.index));
  const userIndex = (id: string) => users.indexOf(id.toLowerCase());
  const groupIndex = (id: string) => {
    const index = groupIds.indexOf(id.toLowerCase());
    return index !== undefined && groups.at(index) ? index : undefined;
  };
  const liveMember = (id: string): MemberRef | undefined => {
    const index = userIndex(id);
    if (index !== undefined) return users.removed(index) === null ? { type: 'user', index } : undefined;
    const group = groupIndex(id);
    return group === undefined ? undefined : { type: 'group', index: group };
  };
  /** A member's edges leave and return with it, and the groups' change history tells so (delta-query-groups, members@delta). */
  const tellGroupsOf = (member: MemberRef) => {
    for (const index of memberships.groupsOf(member)) {
      if (groups.removed(index) === null) changes.append({ kind: 'member', index, member });
    }
  };
  const setUserRemoved = (id: string, from: readonly (RemovedReason | null)[], to: RemovedReason | null) => {
    const index = userIndex(id);
    if (index === undefined) return false;
    const before = users.removed(index);
    if (!from.includes(before)) return false;
    users.setRemoved(index, to);
    if (before === null || to === null) tellGroupsOf({ type: 'user', index });
    return true;
  };

  return {
    get userCount() {
      return users.count;
    },
    get groupCount() {
      return groups.count;
    },
    get userEnd() {
      return users.end;
    },
    changes,
    user: (id) => {
      const index = userIndex(id);
      return index === undefined ? undefined : users.at(index);
    },
    userByPrincipalName: users.byPrincipalName,
    userAt: users.at,
    users: users.list,
    userCountWhere: users.countWhere,
    userIdAt: users.idAt,
    userRemoved: users.removed,
    group: (id) => {
      const index = groupIndex(id);
      return index === undefined ? undefined : groups.at(index);
    },
    groupAt: groups.at,
    groups: groups.list,
    groupIdAt: groupIds.idOf,
    groupRemoved: groups.removed,

    members(index, from, limit) {
      const members: DirectoryMember[] = [];
      if (groups.removed(index) !== null) return { members, next: null };
      for (const { position, member } of memberships.edges(index, from)) {
        if (!isAlive(member)) continue;
        if (members.length === limit) return { members, next: position };
        members.push({ ...member, id: idOf(member) });
      }
      return { members, next: null };
    },
    memberCount(index) {
      let count = 0;
      if (groups.removed(index) !== null) return count;
      for (const { member } of memberships.edges(index, 0)) if (isAlive(member)) count += 1;
      return count;
    },
    hasMember: (index, member) => groups.removed(index) === null && isAlive(member) && memberships.has(index, member),

    addUser: users.add,
    changeUser(id, change) {
      const index = userIndex(id);
      return index === undefined ? undefined : users.change(index, change);
    },
    deleteUser: (id) => setUserRemoved(id, [null], 'changed'),
    restoreUser: (id) => setUserRemoved(id, ['changed'], null),
    purgeUser: (id) => setUserRemoved(id, [null, 'changed'], 'deleted'),
    addGroup: groups.add,
    changeGroup(id, change) {
      const index = groupIndex(id);
      return index === undefined ? undefined : groups.change(index, change);
    },
    deleteGroup(id) {
      const index = groupIndex(id);
      if (index === undefined || !groups.remove(index)) return false;
      tellGroupsOf({ type: 'group', index });
      return true;
    },
    addMember(groupId, memberId) {
      const index = groupIndex(groupId);
      const member = liveMember(memberId);
      if (index === undefined || !member || memberships.has(index, member)) return false;
      memberships.add(index, member);
      return true;
    },
    removeMember(groupId, memberId) {
      const index = groupIndex(groupId);
      const member = liveMember(memberId);
      if (index === undefined || !member || !memberships.has(index, member)) return false;
      memberships.remove(index, member);
      return true;
    },
  };
}

import type { ChangeLog } from './change-log.ts';
import { createDirectoryChanges, type DirectoryChanges } from './directory-changes.ts';
import type { DirectoryGroup, DirectoryMember, DirectoryOptions, DirectoryUser, RemovedReason } from './directory-objects.ts';
import { createDirectoryParts } from './directory-parts.ts';
import type { DirectoryApplication } from './generated-applications.ts';
import type { DirectoryDevice } from './generated-devices.ts';
import type { MemberRef } from './living-memberships.ts';
import type { ObjectsToRead } from './living-objects.ts';
import { createObjectIds } from './object-ids.ts';
import type { Product } from './products.ts';
import { makeAgain, type RecordedChange, recordChanges } from './recorded-changes.ts';
import type { RoleHolders } from './role-holders.ts';
import type { UserFacts } from './user-facts.ts';

/**
 * One tenant's users, groups, memberships, devices, applications and roles, computed when asked for, with what controls changed laid over
 * them.
 */
export interface Directory extends DirectoryChanges {
  readonly userCount: number;
  readonly groupCount: number;
  /** One past the last index ever given to a user. */
  readonly userEnd: number;
  readonly changes: ChangeLog;
  readonly devices: ObjectsToRead<DirectoryDevice>;
  readonly applications: ObjectsToRead<DirectoryApplication>;
  readonly facts: Pick<UserFacts, 'subscriptions' | 'products' | 'signIns' | 'methods'>;
  readonly roles: Pick<RoleHolders, 'of'>;

  user(id: string): DirectoryUser | undefined;
  userByPrincipalName(userPrincipalName: string): DirectoryUser | undefined;
  userAt(index: number): DirectoryUser | undefined;
  /** Live users from an index on, in index order, at most `limit`. */
  users(fromIndex: number, limit: number, where?: { accountEnabled?: boolean | undefined }): DirectoryUser[];
  userCountWhere(where: { accountEnabled: boolean }): number;
  /** The products of every live user, one user after the other. */
  heldProducts(): Iterable<readonly Product[]>;
  /** The id whether the user lives or not. */
  userIdAt(index: number): string;
  /** Why a user is not there, or null when it is. */
  userRemoved(index: number): RemovedReason | null;
  /** The id of the request a user signed in by last. */
  signInIdAt(userIndex: number): string;

  group(id: string): DirectoryGroup | undefined;
  groupAt(index: number): DirectoryGroup | undefined;
  groups(fromIndex: number, limit: number): DirectoryGroup[];
  groupIdAt(index: number): string;
  groupRemoved(index: number): RemovedReason | null;

  /** Live direct members from a position on; `next` is the position to go on from, or null at the end. */
  members(groupIndex: number, from: number, limit: number): { members: DirectoryMember[]; next: number | null };
  memberCount(groupIndex: number): number;
  /** Live groups among the direct members. */
  memberGroups(groupIndex: number): DirectoryGroup[];
  /** Whether the edge exists now: group and member both alive. */
  hasMember(groupIndex: number, member: Pick<DirectoryMember, 'type' | 'index'>): boolean;

  /** Makes a change again that was recorded earlier, at the time it was made, and tells nobody. */
  replay(recorded: RecordedChange): void;
}

/** A directory that starts at once, whatever its size: nothing is held in memory but what was changed. `tell` hears of every change. */
export function createDirectory(options: DirectoryOptions, tell: (recorded: RecordedChange) => void = () => {}): Directory {
  let instantOfChange: Date | null = null;
  const now = () => instantOfChange ?? options.now();
  const makeAt = <Made>(instant: Date, make: () => Made): Made => {
    instantOfChange = instant;
    try {
      return make();
    } finally {
      instantOfChange = null;
    }
  };
  const parts = createDirectoryParts({ ...options, now });
  const { users, groups, groupIds, memberships, facts, userIndex, groupIndex, isAlive } = parts;
  const unrecorded = createDirectoryChanges(parts);
  const idOf = (member: MemberRef) => (member.type === 'user' ? users.idAt(member.index) : groupIds.idOf(member.index));

  return {
    ...recordChanges(unrecorded, { now, makeAt }, tell),
    get userCount() {
      return users.count;
    },
    get groupCount() {
      return groups.count;
    },
    get userEnd() {
      return users.end;
    },
    changes: parts.changes,
    devices: parts.devices,
    applications: parts.applications,
    facts,
    roles: parts.roles,

    user(id) {
      const index = userIndex(id);
      return index === undefined ? undefined : users.at(index);
    },
    userByPrincipalName: users.byPrincipalName,
    userAt: users.at,
    users: users.list,
    userCountWhere: users.countWhere,
    *heldProducts() {
      for (const kind of users.kinds()) yield facts.products(kind);
    },
    userIdAt: users.idAt,
    userRemoved: users.removed,
    signInIdAt: createObjectIds(options.tenantId, options.seed, 'sign-in').idOf,

    group(id) {
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
    memberGroups: (index) =>
      groups.removed(index) === null ? memberships.groupsIn(index).flatMap((inside) => groups.at(inside) ?? []) : [],
    hasMember: (index, member) => groups.removed(index) === null && isAlive(member) && memberships.has(index, member),

    replay(recorded) {
      makeAt(new Date(recorded.at), () => makeAgain(unrecorded, recorded));
    },
  };
}

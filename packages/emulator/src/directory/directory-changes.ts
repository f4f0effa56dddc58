import type { DirectoryGroup, DirectoryUser, FactChange, NewUser, RemovedReason, UserChange } from './directory-objects.ts';
import type { DirectoryParts } from './directory-parts.ts';
import type { DirectoryApplication } from './generated-applications.ts';
import type { DirectoryDevice } from './generated-devices.ts';
import type { MemberRef } from './living-memberships.ts';

/** Everything that can happen to a directory. What cannot be done answers undefined or false and changes nothing. */
export interface DirectoryChanges {
  /** Undefined when the id or the user principal name is taken. */
  addUser(user: NewUser): DirectoryUser | undefined;
  changeUser(id: string, change: UserChange): DirectoryUser | undefined;
  /** False when there is no such live user. */
  changeFacts(id: string, change: FactChange): boolean;
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
  addDevice(device: Partial<DirectoryDevice>): DirectoryDevice;
  changeDevice(id: string, change: Partial<DirectoryDevice>): DirectoryDevice | undefined;
  deleteDevice(id: string): boolean;
  addApplication(application: Partial<DirectoryApplication>): DirectoryApplication;
  changeApplication(id: string, change: Partial<DirectoryApplication>): DirectoryApplication | undefined;
  deleteApplication(id: string): boolean;
  /** False when there is no such live user. */
  giveRole(userId: string, templateId: string): boolean;
  takeRole(userId: string, templateId: string): boolean;
}

/** Makes changes in the parts, and tells the change log what a delta query has to know. */
export function createDirectoryChanges(parts: DirectoryParts): DirectoryChanges {
  const { users, groups, memberships, devices, applications, facts, roles, changes, userIndex, groupIndex, isAlive } = parts;

  const liveUser = (id: string) => {
    const index = userIndex(id);
    return index !== undefined && isAlive({ type: 'user', index }) ? index : undefined;
  };
  const liveMember = (id: string): MemberRef | undefined => {
    const index = userIndex(id);
    if (index !== undefined) return isAlive({ type: 'user', index }) ? { type: 'user', index } : undefined;
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
  const holdRole = (change: 'add' | 'remove', userId: string, templateId: string) => {
    const index = liveUser(userId);
    if (index !== undefined) roles[change](templateId, index);
    return index !== undefined;
  };

  return {
    addUser: users.add,
    changeUser(id, change) {
      const index = userIndex(id);
      return index === undefined ? undefined : users.change(index, change);
    },
    changeFacts(id, { skuPartNumbers, lastSignInAt, methodsRegistered }) {
      const index = liveUser(id);
      if (index === undefined) return false;
      if (skuPartNumbers) {
        facts.setProducts(index, skuPartNumbers);
        changes.append({ kind: 'user', index, fields: ['assignedLicenses'] });
      }
      if (lastSignInAt !== undefined) facts.setLastSignIn(index, lastSignInAt);
      if (methodsRegistered) facts.setMethods(index, methodsRegistered);
      return true;
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
    addDevice: devices.add,
    changeDevice: devices.change,
    deleteDevice: devices.remove,
    addApplication: applications.add,
    changeApplication: applications.change,
    deleteApplication: applications.remove,
    giveRole: (userId, templateId) => holdRole('add', userId, templateId),
    takeRole: (userId, templateId) => holdRole('remove', userId, templateId),
  };
}

import { type ChangeLog, createChangeLog } from './change-log.ts';
import type { DirectoryOptions } from './directory-objects.ts';
import { createGeneratedApplications, type DirectoryApplication } from './generated-applications.ts';
import { createGeneratedDevices, type DirectoryDevice } from './generated-devices.ts';
import { createGeneratedGroups } from './generated-groups.ts';
import { createGeneratedMemberships } from './generated-memberships.ts';
import { createGeneratedUsers } from './generated-users.ts';
import { createLivingGroups, type LivingGroups } from './living-groups.ts';
import { createLivingMemberships, type LivingMemberships, type MemberRef } from './living-memberships.ts';
import { createLivingObjects, type LivingObjects } from './living-objects.ts';
import { createLivingUsers, type LivingUsers } from './living-users.ts';
import { digestText } from './mixing.ts';
import { createObjectIds, type ObjectIds } from './object-ids.ts';
import { subscriptionsOf } from './products.ts';
import { createRoleHolders, type RoleHolders } from './role-holders.ts';
import { createUserFacts, type UserFacts } from './user-facts.ts';

/** What a directory is made of: generated from the seed, with changes laid over it. */
export interface DirectoryParts {
  readonly changes: ChangeLog;
  readonly users: LivingUsers;
  readonly groups: LivingGroups;
  readonly groupIds: ObjectIds;
  readonly memberships: LivingMemberships;
  readonly devices: LivingObjects<DirectoryDevice>;
  readonly applications: LivingObjects<DirectoryApplication>;
  readonly facts: UserFacts;
  readonly roles: RoleHolders;
  /** The index of an id that was ever given to a user. */
  userIndex(id: string): number | undefined;
  /** The index of a live group. */
  groupIndex(id: string): number | undefined;
  isAlive(member: MemberRef): boolean;
}

/** The parts in their first state; `now` gives the time of additions. */
export function createDirectoryParts(options: DirectoryOptions): DirectoryParts {
  const { tenantId, seed, domain, now, bornAt } = options;
  const userTotal = Math.max(options.users, options.accounts.length);
  const changes = createChangeLog(digestText(`${tenantId}/${seed}/${userTotal}/${options.groups}/${options.membersPerGroup}`, 0));
  const ids = (kind: string) => createObjectIds(tenantId, seed, kind);
  const [groupIds, deviceIds, applicationIds] = [ids('group'), ids('device'), ids('application')];

  const users = createLivingUsers({
    generated: createGeneratedUsers(options, ids('user')),
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
  const generatedMemberships = createGeneratedMemberships({
    seed: digestText(tenantId, seed),
    users: userTotal,
    groups: options.groups,
    membersPerGroup: options.membersPerGroup,
  });

  return {
    changes,
    users,
    groups,
    groupIds,
    memberships: createLivingMemberships(generatedMemberships, changes),
    devices: createLivingObjects({
      generate: createGeneratedDevices({ tenantId, seed, bornAt, ids: deviceIds }),
      generatedCount: options.devices,
      ids: deviceIds,
      tell: (index, fields) => changes.append({ kind: 'device', index, fields }),
    }),
    applications: createLivingObjects({
      generate: createGeneratedApplications({ tenantId, seed, bornAt, ids: applicationIds }),
      generatedCount: options.applications,
      ids: applicationIds,
      tell: () => {},
    }),
    facts: createUserFacts({ subscriptions: subscriptionsOf({ premium: options.premium, users: userTotal }), bornAt }),
    roles: createRoleHolders({ tenantId, seed, users: userTotal, accounts: options.accounts.length }),
    userIndex: (id) => users.indexOf(id.toLowerCase()),
    groupIndex(id) {
      const index = groupIds.indexOf(id.toLowerCase());
      return index !== undefined && groups.at(index) ? index : undefined;
    },
    isAlive: ({ type, index }) => (type === 'user' ? users.removed(index) : groups.removed(index)) === null,
  };
}

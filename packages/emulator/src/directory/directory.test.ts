import { describe, expect, it } from 'vitest';
import { createDirectory } from './directory.ts';
import type { DirectoryOptions } from './directory-objects.ts';

const tenantId = 'c0000001-0000-4000-8000-000000000001';
const account = {
  oid: 'ab000000-0000-4000-8000-000000000001',
  username: 'ada@fabrikam.com',
  displayName: 'Ada Admin',
  kind: 'global-admin',
  homeTenantId: tenantId,
};

function directoryOf(options: Partial<DirectoryOptions> = {}) {
  return createDirectory({
    tenantId,
    seed: 7,
    users: 200,
    groups: 10,
    membersPerGroup: 25,
    devices: 20,
    applications: 3,
    premium: true,
    bornAt: () => new Date('2026-01-01T00:00:00Z'),
    domain: 'fabrikam.com',
    accounts: [account],
    now: () => new Date('2026-01-01T00:00:00Z'),
    ...options,
  });
}

function edgesOf(directory: ReturnType<typeof createDirectory>) {
  return directory
    .groups(0, 1000)
    .flatMap((group) => directory.members(group.index, 0, 10_000).members.map((member) => `${group.id} ${member.id}`));
}

describe('the users of a directory', () => {
  it('are the same for the same seed and others for another seed', () => {
    expect(directoryOf().users(0, 50)).toEqual(directoryOf().users(0, 50));
    expect(directoryOf({ seed: 8 }).userAt(5)?.id).not.toBe(directoryOf().userAt(5)?.id);
  });

  it('begin with the people who can sign in, under their own ids', () => {
    const directory = directoryOf();
    expect(directory.userAt(0)).toMatchObject({ id: account.oid, userPrincipalName: 'ada@fabrikam.com', userType: 'Member' });
    expect(directory.user(account.oid.toUpperCase())?.index).toBe(0);
    expect(directory.userByPrincipalName('ADA@fabrikam.com')?.index).toBe(0);
  });

  it('show a guest administrator under the address at home with #EXT#', () => {
    const guest = { ...account, homeTenantId: 'c0000002-0000-4000-8000-000000000002', username: 'gil@woodgrove.com' };
    const user = directoryOf({ accounts: [guest] }).userAt(0);
    expect(user).toMatchObject({ userPrincipalName: 'gil_woodgrove.com#EXT#@fabrikam.com', userType: 'Guest' });
  });

  it('have distinct GUID ids and names that lead back to them', () => {
    const directory = directoryOf({ users: 3000 });
    const users = directory.users(0, 5000);
    expect(new Set(users.map((user) => user.id)).size).toBe(3000);
    expect(new Set(users.map((user) => user.userPrincipalName)).size).toBe(3000);
    for (const user of users) {
      expect(user.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$|^ab000000/);
      expect(user.userPrincipalName).toMatch(/^[a-z0-9.@]+$/);
      expect(directory.user(user.id)?.index).toBe(user.index);
      expect(directory.userByPrincipalName(user.userPrincipalName)?.index).toBe(user.index);
    }
  });

  it('are written in several scripts, and one tries to look like somebody else', () => {
    const names = directoryOf()
      .users(0, 200)
      .map((user) => user.displayName);
    expect(names.some((name) => /\p{Script=Han}/u.test(name))).toBe(true);
    expect(names.some((name) => /[éüøçñ]/.test(name))).toBe(true);
    expect(names.filter((name) => name.includes('\u202e'))).toHaveLength(1);
  });

  it('do not know an id that was altered or belongs to another tenant', () => {
    const directory = directoryOf();
    const id = directory.userIdAt(9);
    expect(directory.user(`${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`)).toBeUndefined();
    expect(directory.user(directoryOf({ tenantId: 'c0000002-0000-4000-8000-000000000002' }).userIdAt(9))).toBeUndefined();
    expect(directory.user('not-a-guid')).toBeUndefined();
  });

  it('can be a million, at once and in any place', () => {
    const before = process.memoryUsage().heapUsed;
    const directory = directoryOf({ users: 1_000_000, groups: 50_000 });
    const last = directory.users(999_990, 100);
    expect(last).toHaveLength(10);
    expect(directory.user(last[9]?.id ?? '')?.index).toBe(999_999);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(20_000_000);
  });
});

describe('devices and applications', () => {
  it('are the same for the same seed and others for another seed or tenant', () => {
    const read = (directory: ReturnType<typeof createDirectory>) => [
      directory.devices.list(0, 20),
      directory.applications.list(0, 3),
    ];
    expect(read(directoryOf())).toEqual(read(directoryOf()));
    const others = [directoryOf({ seed: 8 }), directoryOf({ tenantId: 'c0000002-0000-4000-8000-000000000002' })];
    for (const other of others) {
      expect(other.devices.idAt(4)).not.toBe(directoryOf().devices.idAt(4));
      expect(other.applications.at(1)?.appId).not.toBe(directoryOf().applications.at(1)?.appId);
    }
  });

  it('have ids that lead back to them, and no two alike', () => {
    const { devices } = directoryOf({ devices: 5000 });
    const all = devices.list(0, 9999);
    expect(new Set(all.flatMap(({ id, deviceId }) => [id, deviceId])).size).toBe(10_000);
    for (const device of all) expect(devices.find(device.id.toUpperCase())?.index).toBe(device.index);
    expect(devices.find(directoryOf().userIdAt(9))).toBeUndefined();
  });

  it('count back from the day the directory was made', () => {
    const days = (directory: ReturnType<typeof createDirectory>, bornMs: number) =>
      directory.devices.list(0, 20).map(({ lastSignInAt }) => lastSignInAt && bornMs - lastSignInAt.getTime());
    const later = new Date('2027-07-07T00:00:00Z');
    expect(days(directoryOf({ bornAt: () => later }), later.getTime())).toEqual(days(directoryOf(), Date.UTC(2026, 0, 1)));
  });
});

describe('roles', () => {
  it('are held by more people in larger directories, and in a tiny one by nobody but its accounts', () => {
    const holders = (users: number) => directoryOf({ users }).roles.of('729827e3-9c14-49f7-bb1b-9608f156bbb8');
    expect([3, 99, 1000, 100_000].map((users) => holders(users).length)).toEqual([0, 0, 6, 12]);
    for (const index of holders(1000)) expect(index).toBeGreaterThan(0);
  });
});

describe('memberships', () => {
  it('are the same from the group and from the user', () => {
    const directory = directoryOf({ users: 997, groups: 50 });
    const fromGroups = edgesOf(directory);
    const fromUsers = directory.users(0, 1000).flatMap((user) =>
      directory
        .groups(0, 50)
        .filter((group) => directory.hasMember(group.index, { type: 'user', index: user.index }))
        .map((group) => `${group.id} ${user.id}`),
    );
    const nested = fromGroups.filter((edge) => directory.group(edge.split(' ')[1] ?? ''));
    expect(nested.length).toBeGreaterThan(0);
    expect(fromGroups.toSorted()).toEqual([...fromUsers, ...nested].toSorted());
    expect(new Set(fromGroups).size).toBe(fromGroups.length);
  });

  it('average what was asked for, with one large group', () => {
    const directory = directoryOf({ users: 4000, groups: 200 });
    expect(directory.memberCount(0)).toBe(1000);
    const rest = directory.groups(1, 200).map((group) => directory.memberCount(group.index));
    expect(rest.reduce((sum, count) => sum + count, 0) / rest.length).toBeGreaterThan(20);
    expect(rest.reduce((sum, count) => sum + count, 0) / rest.length).toBeLessThan(30);
  });

  it.each([0, 1, 3, 12, 26])('fit a directory of %i users', (users) => {
    const directory = directoryOf({ users, groups: 2, accounts: [] });
    const edges = edgesOf(directory);
    expect(new Set(edges).size).toBe(edges.length);
    expect(directory.memberCount(0)).toBe(users === 26 ? 25 : users);
  });

  it('go on from a position, also when edges before it were taken away', () => {
    const directory = directoryOf();
    const first = directory.members(0, 0, 20);
    const rest = directory.members(0, first.next ?? -1, 1000).members;
    for (const member of first.members) directory.removeMember(directory.groupIdAt(0), member.id);
    expect(directory.members(0, first.next ?? -1, 1000).members).toEqual(rest);
    expect(directory.memberCount(0)).toBe(rest.length);
  });
});

describe('changes', () => {
  it('take a deleted user out of its groups, and back when it is restored, and tell both', () => {
    const directory = directoryOf();
    const before = edgesOf(directory);
    const user = directory.userAt(directory.members(0, 3, 1).members[0]?.index ?? -1);
    const memberOf = before.filter((edge) => edge.endsWith(user?.id ?? 'none')).length;
    expect(memberOf).toBeGreaterThan(0);

    expect(directory.deleteUser(user?.id ?? '')).toBe(true);
    expect(edgesOf(directory)).toHaveLength(before.length - memberOf);
    expect(directory.changes.sequence).toBe(1 + memberOf);
    expect(directory.userRemoved(user?.index ?? -1)).toBe('changed');

    expect(directory.restoreUser(user?.id ?? '')).toBe(true);
    expect(edgesOf(directory)).toEqual(before);
    expect(directory.changes.sequence).toBe(2 + 2 * memberOf);
  });

  it('do not bring back a user that was purged', () => {
    const directory = directoryOf();
    const id = directory.userIdAt(4);
    expect(directory.purgeUser(id)).toBe(true);
    expect(directory.restoreUser(id)).toBe(false);
    expect(directory.deleteUser(id)).toBe(false);
    expect(directory.userRemoved(4)).toBe('deleted');
    expect(directory.userCount).toBe(199);
  });

  it('find an added user by its own id and name, and refuse a second one of that id or name', () => {
    const directory = directoryOf();
    const id = 'ffffffff-1111-4111-8111-111111111111';
    const user = directory.addUser({ id, displayName: 'New Person', userPrincipalName: 'new@fabrikam.com' });
    expect(user).toMatchObject({ id, index: 200, givenName: 'New', mail: 'new@fabrikam.com' });
    expect(directory.user(id)?.displayName).toBe('New Person');
    expect(directory.addUser({ id })).toBeUndefined();
    expect(directory.addUser({ userPrincipalName: 'NEW@fabrikam.com' })).toBeUndefined();
    expect(directory.users(199, 10).map((each) => each.index)).toEqual([199, 200]);
  });

  it('name the fields that changed', () => {
    const directory = directoryOf();
    directory.changeUser(directory.userIdAt(2), { accountEnabled: false });
    directory.changeUser(directory.userIdAt(2), { displayName: 'Other Name' });
    expect(directory.changes.at(1)).toMatchObject({ kind: 'user', index: 2, fields: ['accountEnabled'] });
    expect(directory.changes.at(2)).toMatchObject({ kind: 'user', index: 2, fields: ['displayName', 'givenName', 'surname'] });
    expect(directory.userAt(2)).toMatchObject({ accountEnabled: false, displayName: 'Other Name' });
  });

  it('have a digest that tells two histories apart', () => {
    const [one, other] = [directoryOf(), directoryOf()];
    one.deleteUser(one.userIdAt(5));
    other.deleteUser(other.userIdAt(6));
    expect(one.changes.digestAt(0)).toBe(other.changes.digestAt(0));
    expect(one.changes.digestAt(1)).not.toBe(other.changes.digestAt(1));
    expect(one.changes.digestAt(99)).toBeUndefined();
  });

  it('add and remove edges once', () => {
    const directory = directoryOf();
    const groupId = directory.addGroup({ displayName: 'Empty' }).id;
    const userId = directory.userIdAt(8);
    expect(directory.addMember(groupId, userId)).toBe(true);
    expect(directory.addMember(groupId, userId)).toBe(false);
    expect(directory.removeMember(groupId, userId)).toBe(true);
    expect(directory.removeMember(groupId, userId)).toBe(false);
    expect(directory.addMember(groupId, userId)).toBe(true);
    expect(directory.memberCount(directory.group(groupId)?.index ?? -1)).toBe(1);
  });
});

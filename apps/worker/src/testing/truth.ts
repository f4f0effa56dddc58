import { expect } from 'vitest';
import type { TestWorld } from './test-world.ts';

interface Row {
  id: string;
  [property: string]: unknown;
}

export interface DirectoryRows {
  users: Row[];
  groups: Row[];
  members: { groupId: string; memberId: string; memberType: string }[];
  devices: Row[];
}

/** What the emulator itself says of one kind of object in a tenant, under `/truth/{what}`. */
export async function readTruthOf<T>(world: TestWorld, tenantId: string, what: string): Promise<T[]> {
  const response = await fetch(`${world.emulator.url}/_emulator/tenants/${tenantId}/truth/${what}`);
  const text = await response.text();
  if (!response.ok) throw new Error(`there is no truth about ${what}: ${text}`);
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/** What is in the emulator's directory now, by its own account. */
export async function readTruth(world: TestWorld, tenantId: string): Promise<DirectoryRows> {
  const devices = await readTruthOf<Row>(world, tenantId, 'devices');
  return sorted({
    users: await readTruthOf(world, tenantId, 'users'),
    groups: await readTruthOf(world, tenantId, 'groups'),
    members: await readTruthOf(world, tenantId, 'members'),
    devices: devices.map(({ approximateLastSignInDateTime: _notKept, ...device }) => device),
  });
}

/** What is in our rows now, tombstones left out. */
export function readRows(world: TestWorld, tenantId: string): Promise<DirectoryRows> {
  return world.db.asTenant(tenantId, async (tx) =>
    sorted({
      users: await tx.directoryUser.findMany({
        where: { deletedAt: null },
        select: { id: true, displayName: true, userPrincipalName: true, mail: true, accountEnabled: true, userType: true },
      }),
      groups: await tx.directoryGroup.findMany({
        where: { deletedAt: null },
        select: { id: true, displayName: true, mail: true, mailEnabled: true, securityEnabled: true },
      }),
      members: await tx.directoryMembership.findMany({ select: { groupId: true, memberId: true, memberType: true } }),
      devices: await tx.directoryDevice.findMany({
        where: { deletedAt: null },
        select: {
          id: true,
          displayName: true,
          deviceId: true,
          operatingSystem: true,
          operatingSystemVersion: true,
          accountEnabled: true,
          trustType: true,
        },
      }),
    }),
  );
}

/** Row by row, users, groups, devices and every membership edge. */
export async function expectTruth(world: TestWorld, tenantId: string): Promise<void> {
  expect(await readRows(world, tenantId)).toEqual(await readTruth(world, tenantId));
}

const edge = ({ groupId, memberId }: { groupId: string; memberId: string }) => `${groupId} ${memberId}`;

function sorted({ users, groups, members, devices }: DirectoryRows): DirectoryRows {
  const byId = (a: Row, b: Row) => a.id.localeCompare(b.id);
  return {
    users: users.toSorted(byId),
    groups: groups.toSorted(byId),
    members: members.toSorted((a, b) => edge(a).localeCompare(edge(b))),
    devices: devices.toSorted(byId),
  };
}

/** The numbers that the tenant's row tells are those of its directory. */
export async function expectCounts(world: TestWorld, tenantId: string): Promise<void> {
  const { users, groups, members, devices } = await readTruth(world, tenantId);
  const tenant = await world.db.asFleet((tx) => tx.tenant.findUniqueOrThrow({ where: { tenantId } }));
  expect(tenant).toMatchObject({
    userCount: users.length,
    groupCount: groups.length,
    membershipCount: members.length,
    deviceCount: devices.length,
  });
}

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
}

/** What is in the emulator's directory now, by its own account. */
export async function readTruth(world: TestWorld, tenantId: string): Promise<DirectoryRows> {
  const read = async (what: string) => {
    const response = await fetch(`${world.emulator.url}/_emulator/tenants/${tenantId}/truth/${what}`);
    return (await response.text())
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  };
  return sorted({ users: await read('users'), groups: await read('groups'), members: await read('members') });
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
    }),
  );
}

/** Row by row, users, groups and every membership edge. */
export async function expectTruth(world: TestWorld, tenantId: string): Promise<void> {
  expect(await readRows(world, tenantId)).toEqual(await readTruth(world, tenantId));
}

const edge = ({ groupId, memberId }: { groupId: string; memberId: string }) => `${groupId} ${memberId}`;

function sorted({ users, groups, members }: DirectoryRows): DirectoryRows {
  const byId = (a: Row, b: Row) => a.id.localeCompare(b.id);
  return {
    users: users.toSorted(byId),
    groups: groups.toSorted(byId),
    members: members.toSorted((a, b) => edge(a).localeCompare(edge(b))),
  };
}

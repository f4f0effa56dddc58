import type { RoundWorld } from './round-world.ts';

const properties = {
  users: ['displayName', 'userPrincipalName', 'mail', 'accountEnabled', 'userType'],
  groups: ['displayName', 'mail', 'mailEnabled', 'securityEnabled'],
  devices: ['displayName', 'deviceId', 'operatingSystem', 'operatingSystemVersion', 'accountEnabled', 'trustType'],
  members: ['memberType'],
} as const;
type Resource = keyof typeof properties;
const resources = Object.keys(properties) as Resource[];

type Row = Record<string, unknown>;

const keyOf = (row: Row) => ('groupId' in row ? `${row.groupId} in ${row.memberId}` : String(row.id));
const contentOf = (resource: Resource, row: Row) => JSON.stringify(properties[resource].map((property) => row[property] ?? null));

async function readTruth(world: RoundWorld, tenantId: string, resource: Resource): Promise<Row[]> {
  const response = await fetch(`${world.emulator.url}/_emulator/tenants/${tenantId}/truth/${resource}`);
  const lines = (await response.text()).split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Row);
}

async function readRows(world: RoundWorld, tenantId: string, resource: Resource): Promise<Row[]> {
  const living = { where: { tenantId, deletedAt: null } };
  return world.db.asTenant(tenantId, async (tx) => {
    switch (resource) {
      case 'users':
        return tx.directoryUser.findMany(living);
      case 'groups':
        return tx.directoryGroup.findMany(living);
      case 'devices':
        return tx.directoryDevice.findMany(living);
      case 'members':
        return tx.directoryMembership.findMany({ where: { tenantId } });
    }
  });
}

/** Differences of one customer that are named; the rest is counted. */
const mostTold = 5;

/** Where the rows of a customer differ from what stands in its directory, row by row; empty when they are equal. */
export async function differencesFromTruth(world: RoundWorld, tenantId: string): Promise<string[]> {
  const found: string[] = [];
  for (const resource of resources) {
    const [truth, rows] = [await readTruth(world, tenantId, resource), await readRows(world, tenantId, resource)];
    const missing = new Map(truth.map((row) => [keyOf(row), contentOf(resource, row)]));
    for (const row of rows) {
      const [key, ours] = [keyOf(row), contentOf(resource, row)];
      const theirs = missing.get(key);
      if (theirs === undefined) found.push(`${resource} ${key} is in no directory`);
      else if (theirs !== ours) found.push(`${resource} ${key} is ${ours} instead of ${theirs}`);
      missing.delete(key);
    }
    for (const key of missing.keys()) found.push(`${resource} ${key} is missing`);
  }
  const told = found.slice(0, mostTold).map((difference) => `tenant ${tenantId}: ${difference}`);
  return found.length > mostTold ? [...told, `tenant ${tenantId}: ${found.length} differences in all`] : told;
}

/** What we have marked deleted and nobody ever deleted; something that was brought back meanwhile may still be marked. */
export async function wronglyDeleted(world: RoundWorld, tenantId: string): Promise<string[]> {
  const marked = { where: { tenantId, deletedAt: { not: null } }, select: { id: true } };
  const ids = await world.db.asTenant(tenantId, async (tx) => [
    ...(await tx.directoryUser.findMany(marked)),
    ...(await tx.directoryGroup.findMany(marked)),
    ...(await tx.directoryDevice.findMany(marked)),
  ]);
  return ids
    .filter(({ id }) => !world.everDeleted.has(id))
    .map(({ id }) => `tenant ${tenantId}: ${id} is marked deleted and never was`);
}

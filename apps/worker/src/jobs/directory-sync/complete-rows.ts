import type { DeviceRow, GroupRow, Tx, UserRow } from '@tenantry/db';
import type { GraphDevice, GraphGroup, GraphUser } from './directory-objects.ts';
import type { WriteAt } from './synced-resource.ts';

/** What a row may not say: a property that a delta round leaves out did not change, so it keeps its value. */
type Kept<Row> = Row & { generation: number };

const userProperties = ['displayName', 'userPrincipalName', 'mail', 'accountEnabled', 'userType'] as const;

/** Whether none of them leaves a property out. */
export function areWholeUsers(users: GraphUser[]): users is UserRow[] {
  return users.every((user) => userProperties.every((property) => user[property] !== undefined));
}

/** Users as rows. What is left out is taken from the row that this pass, or for a delta round any pass, wrote before; else it is empty. */
export function completeUsers(tx: Tx, users: GraphUser[], at: WriteAt): Promise<UserRow[]> {
  return complete(users, [...userProperties], at, (ids) =>
    tx.directoryUser.findMany({ where: { tenantId: at.slice.tenantId, id: { in: ids } } }),
  );
}

/** Groups as rows, likewise. */
export function completeGroups(tx: Tx, groups: GraphGroup[], at: WriteAt): Promise<GroupRow[]> {
  return complete(groups, ['displayName', 'mail', 'mailEnabled', 'securityEnabled'], at, (ids) =>
    tx.directoryGroup.findMany({ where: { tenantId: at.slice.tenantId, id: { in: ids } } }),
  );
}

/** Devices as rows, likewise. */
export function completeDevices(tx: Tx, devices: GraphDevice[], at: WriteAt): Promise<DeviceRow[]> {
  const properties = [
    'deviceId',
    'displayName',
    'operatingSystem',
    'operatingSystemVersion',
    'accountEnabled',
    'trustType',
  ] as const;
  return complete(devices, [...properties], at, (ids) =>
    tx.directoryDevice.findMany({ where: { tenantId: at.slice.tenantId, id: { in: ids } } }),
  );
}

async function complete<Row extends { id: string }>(
  items: ({ id: string } & { [Key in keyof Omit<Row, 'id'>]?: Row[Key] | undefined })[],
  properties: (keyof Omit<Row, 'id'>)[],
  at: WriteAt,
  find: (ids: string[]) => Promise<Kept<Row>[]>,
): Promise<Row[]> {
  const partial = items.filter((item) => properties.some((property) => item[property] === undefined));
  if (partial.length === 0) return items as Row[];
  const found = await find(partial.map(({ id }) => id));
  const kept = new Map(found.filter((row) => at.kind !== 'full' || row.generation === at.generation).map((row) => [row.id, row]));
  return items.map((item) => {
    const before = kept.get(item.id.toLowerCase());
    const values = properties.map((property) => [
      property,
      item[property] !== undefined ? item[property] : (before?.[property] ?? null),
    ]);
    return { id: item.id, ...Object.fromEntries(values) } as Row;
  });
}

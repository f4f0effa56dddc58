import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { countDirectory } from './count-directory.ts';
import { type DeviceRow, removeDevices, sweepDevices, writeDevices } from './devices.ts';

let tenantId = '';
let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());
beforeEach(() => {
  tenantId = crypto.randomUUID();
});

const idOf = (n: number) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
const device = (n: number, change: Partial<DeviceRow> = {}): DeviceRow => ({
  id: idOf(n),
  deviceId: `outside-${n}`,
  displayName: `Device ${n}`,
  operatingSystem: 'Windows',
  operatingSystemVersion: '10.0.26100.2894',
  accountEnabled: true,
  trustType: 'AzureAd',
  ...change,
});
const day = (n: number) => new Date(Date.UTC(2026, 0, n));

const write = (devices: DeviceRow[], generation: number, now: Date) =>
  db.database.asTenant(tenantId, (tx) => writeDevices(tx, tenantId, devices, generation, now));
const read = () => db.database.asTenant(tenantId, (tx) => tx.directoryDevice.findMany({ orderBy: { id: 'asc' } }));

test('devices are added, changed only where they differ, and the last of an id counts', async () => {
  expect(await write([device(1), device(2, { displayName: 'Old' }), device(2)], 1, day(1))).toEqual({ added: 2, changed: 0 });
  expect(await write([device(1), device(2, { accountEnabled: false })], 2, day(2))).toEqual({ added: 0, changed: 1 });
  expect(await write([device(1)], 2, day(3))).toEqual({ added: 0, changed: 0 });
  expect(await read()).toEqual([
    { tenantId, ...device(1), generation: 2, changedAt: day(1), deletedAt: null },
    { tenantId, ...device(2, { accountEnabled: false }), generation: 2, changedAt: day(2), deletedAt: null },
  ]);
});

test.each(['deviceId', 'displayName', 'operatingSystem', 'operatingSystemVersion', 'trustType'] as const)(
  'a change of %s is a change',
  async (property) => {
    await write([device(1)], 1, day(1));
    expect(await write([device(1, { [property]: null })], 1, day(2))).toEqual({ added: 0, changed: 1 });
    expect(await read()).toMatchObject([{ [property]: null, changedAt: day(2) }]);
  },
);

test('a removed device is tombstoned once, is not counted, and comes back as added', async () => {
  await write([device(1), device(2)], 1, day(1));
  const remove = (now: Date) => db.database.asTenant(tenantId, (tx) => removeDevices(tx, tenantId, [idOf(1), idOf(9)], now));
  expect([await remove(day(2)), await remove(day(3))]).toEqual([1, 0]);
  expect((await db.database.asTenant(tenantId, (tx) => countDirectory(tx, tenantId))).devices).toBe(1);
  expect(await read()).toMatchObject([{ deletedAt: day(2), changedAt: day(2) }, { deletedAt: null }]);
  expect(await write([device(1)], 1, day(4))).toEqual({ added: 1, changed: 0 });
});

test('a sweep tombstones what the full pass did not meet', async () => {
  await write([device(1), device(2)], 1, day(1));
  await write([device(2)], 2, day(2));
  expect(await db.database.asTenant(tenantId, (tx) => sweepDevices(tx, tenantId, 2, day(3)))).toBe(1);
  expect(await read()).toMatchObject([{ deletedAt: day(3) }, { deletedAt: null, generation: 2 }]);
});

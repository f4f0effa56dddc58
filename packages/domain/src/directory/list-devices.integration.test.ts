import { createTestDatabase, type TestDatabase } from '@tenantry/db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listDirectoryDevices } from './directory-questions.ts';

let under: TestDatabase;
const tenantId = 'c0000000-0000-4000-8000-000000000001';
const other = 'c0000000-0000-4000-8000-000000000002';
const idOf = (number: number) => `d0000000-0000-4000-8000-00000000000${number}`;

beforeAll(async () => {
  under = await createTestDatabase();
  const device = (of: string, number: number, deletedAt: Date | null = null) => ({
    tenantId: of,
    id: idOf(number),
    displayName: `LAPTOP-${number}`,
    deviceId: `e0000000-0000-4000-8000-00000000000${number}`,
    generation: 1,
    changedAt: new Date(`2026-01-0${number}T00:00:00Z`),
    deletedAt,
  });
  const gone = new Date('2026-01-03T00:00:00Z');
  await under.database.asTenant(tenantId, (tx) =>
    tx.directoryDevice.createMany({ data: [device(tenantId, 1), device(tenantId, 2), device(tenantId, 3, gone)] }),
  );
  await under.database.asTenant(other, (tx) => tx.directoryDevice.createMany({ data: [device(other, 4)] }));
});
afterAll(() => under.drop());

const list = async (query: object) =>
  (await listDirectoryDevices(under.database, { tenantId, limit: 10, ...query })).items.map(({ id }) => id);

test('devices are those of one tenant; deleted ones come on demand and with changes', async () => {
  expect(await list({})).toEqual([idOf(1), idOf(2)]);
  expect(await list({ includeDeleted: true })).toEqual([idOf(1), idOf(2), idOf(3)]);
  expect(await list({ changedSince: new Date('2026-01-02T00:00:00Z') })).toEqual([idOf(2), idOf(3)]);
});

test('they are found by part of the name and by the whole device id', async () => {
  expect(await list({ search: 'top-2' })).toEqual([idOf(2)]);
  expect(await list({ search: 'E0000000-0000-4000-8000-000000000001' })).toEqual([idOf(1)]);
  expect(await list({ search: 'e0000000' })).toEqual([]);
});

test('they come page by page, each once', async () => {
  const first = await listDirectoryDevices(under.database, { tenantId, limit: 1 });
  expect(first.next).not.toBeNull();
  expect(await list({ after: first.next ?? '' })).toEqual([idOf(2)]);
});

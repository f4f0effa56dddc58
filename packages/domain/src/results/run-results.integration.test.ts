import { createTestDatabase, type TestDatabase } from '@tenantry/db/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DomainError } from '../errors/domain-error.ts';
import { clearResults, countResults, type ResultRow, readResults, streamResults, writeResults } from './run-results.ts';

let test: TestDatabase;
const [tenantId, otherTenantId] = ['c0000000-0000-4000-8000-000000000001', 'c0000000-0000-4000-8000-000000000002'];
let runId: string;
let of: { tenantId: string; runId: string };

beforeAll(async () => {
  test = await createTestDatabase();
  await test.database.asFleet((tx) =>
    tx.tenant.createMany({ data: [tenantId, otherTenantId].map((id) => ({ tenantId: id, name: id })) }),
  );
});
afterAll(() => test.drop());
beforeEach(async () => {
  const data = {
    tenantId,
    job: 'admin-roles',
    params: {},
    lane: 'bulk',
    trigger: 'operator',
    requestedBy: 'operator:op',
  } as const;
  runId = (await test.database.asFleet((tx) => tx.run.create({ data }))).id;
  of = { tenantId, runId };
});

const write = (rows: ResultRow[]) => test.database.asTenant(tenantId, (tx) => writeResults(tx, { tenantId, runId, rows }));
const numbered = (from: number, to: number): ResultRow[] =>
  Array.from({ length: to - from }, (_, index) => ({ key: String(from + index).padStart(6, '0'), row: { index: from + index } }));
async function all(): Promise<ResultRow[][]> {
  const pages: ResultRow[][] = [];
  for await (const page of streamResults(test.database, of)) pages.push(page);
  return pages;
}

describe('result rows', () => {
  it('are written once however often a page comes, and the newest wins', async () => {
    expect(await write(numbered(0, 3))).toBe(3);
    expect(await write([...numbered(2, 5), { key: '000002', row: { index: 'again' } }])).toBe(5);
    expect((await all()).flat().map(({ row }) => row.index)).toEqual([0, 1, 'again', 3, 4]);
    expect(await countResults(test.database, of)).toBe(5);
  });

  it('keep keys apart that differ in case, and what PostgreSQL cannot store becomes a mark', async () => {
    await write([
      { key: 'a', row: { name: 'nul\0' } },
      { key: 'A', row: { name: 'half \ud800' } },
    ]);
    expect(
      (await all())
        .flat()
        .map(({ row }) => row.name)
        .sort(),
    ).toEqual(['half \ufffd', 'nul\ufffd']);
  });

  it('of a run that found nothing are none, which is not the same as a run that writes none', async () => {
    expect(await countResults(test.database, of)).toBeNull();
    expect(await write([])).toBe(0);
    expect(await countResults(test.database, of)).toBe(0);
    expect(await all()).toEqual([]);
  });

  it('stand or fall with the transaction they are written in', async () => {
    const failing = test.database.asTenant(tenantId, async (tx) => {
      await writeResults(tx, { tenantId, runId, rows: numbered(0, 3) });
      throw new Error('disk full');
    });
    await expect(failing).rejects.toThrow('disk full');
    expect(await countResults(test.database, of)).toBeNull();
    expect(await all()).toEqual([]);
  });

  it('are read page by page and streamed by the thousand, in the order of their keys', async () => {
    await write(numbered(0, 1000));
    await write(numbered(1000, 2000));
    await write(numbered(2000, 2001));
    expect((await all()).map((page) => page.length)).toEqual([1000, 1000, 1]);
    expect((await all()).flat()).toEqual(numbered(0, 2001));
    const first = await readResults(test.database, { ...of, limit: 1500 });
    const second = await readResults(test.database, { ...of, limit: 1500, after: first.next as string });
    expect([...first.items, ...second.items]).toEqual(numbered(0, 2001));
    expect(second.next).toBeNull();
    await expect(readResults(test.database, { ...of, limit: 5, after: 'forged' })).rejects.toThrow(DomainError);
  });

  it('go when the listing begins anew', async () => {
    await write(numbered(0, 5));
    await test.database.asTenant(tenantId, (tx) => clearResults(tx, runId));
    expect(await countResults(test.database, of)).toBeNull();
    expect(await write(numbered(3, 4))).toBe(1);
    expect((await all()).flat()).toEqual(numbered(3, 4));
  });

  it('of a tenant are neither read nor written under another', async () => {
    await write(numbered(0, 5));
    const other = { tenantId: otherTenantId, runId };
    expect(await readResults(test.database, { ...other, limit: 5 })).toEqual({ items: [], next: null });
    expect(await countResults(test.database, other)).toBeNull();
    const writing = test.database.asTenant(otherTenantId, (tx) => writeResults(tx, { ...other, rows: numbered(7, 8) }));
    await expect(writing).rejects.toThrow(`run ${runId} is not one of tenant ${otherTenantId}`);
    expect((await all()).flat()).toHaveLength(5);
  });
});

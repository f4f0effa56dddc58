import { expect, test } from 'vitest';
import { expiringCredentials } from './expiring-credentials.ts';

const asOf = new Date('2026-07-01T00:00:00Z');
const standings = (endDateTime: string | null, withinDays: number) =>
  expiringCredentials(
    { appId: 'a', displayName: 'App', passwordCredentials: [{ keyId: 'k', endDateTime }], keyCredentials: [] },
    { withinDays, asOf },
  ).map(({ row }) => [row.standing, row.daysLeft]);

test.each([
  ['2026-06-01T00:00:00Z', 30, [['expired', -30]]],
  ['2026-07-01T00:00:00Z', 0, [['expired', 0]]],
  ['2026-07-31T00:00:00Z', 30, [['expiring', 30]]],
  ['2026-07-31T00:00:01Z', 30, []],
  ['2026-07-02T00:00:00Z', 0, []],
  [null, 30, [['unknown', null]]],
])('a credential that ends %s, seen %i days ahead', (endDateTime, withinDays, expected) => {
  expect(standings(endDateTime, withinDays)).toEqual(expected);
});

test('a secret and a certificate with one key id are two rows', () => {
  const both = { keyId: 'k', endDateTime: '2026-06-01T00:00:00Z' };
  const rows = expiringCredentials({ appId: 'a', passwordCredentials: [both], keyCredentials: [both] }, { withinDays: 0, asOf });
  expect(new Set(rows.map(({ key }) => key)).size).toBe(2);
  expect(rows.map(({ row }) => row.kind)).toEqual(['secret', 'certificate']);
});

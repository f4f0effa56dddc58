import { expect, it } from 'vitest';
import { churn } from './churn.ts';
import { createDirectory } from './directory.ts';

const spare = new Set(['ab000000-0000-4000-8000-000000000001']);
const directoryOf = (users: number, groups: number) =>
  createDirectory({
    tenantId: 'c0000001-0000-4000-8000-000000000001',
    seed: 1,
    users,
    groups,
    membersPerGroup: 10,
    devices: 20,
    applications: 3,
    premium: true,
    bornAt: () => new Date('2026-01-01T00:00:00Z'),
    domain: 'fabrikam.com',
    accounts: [{ oid: 'ab000000-0000-4000-8000-000000000001', username: 'ada@fabrikam.com', displayName: 'Ada Admin' }],
    now: () => new Date('2026-01-01T00:00:00Z'),
  });

it('makes the same changes again from the same seed, of every kind', () => {
  const [one, other] = [directoryOf(500, 30), directoryOf(500, 30)];
  const steps = churn(one, { seed: 3, changes: 400, spare });
  expect(steps).toHaveLength(400);
  expect(churn(other, { seed: 3, changes: 400, spare })).toEqual(steps);
  expect(new Set(steps.map((step) => step.kind)).size).toBe(15);
  expect(other.changes.digestAt(other.changes.sequence)).toBe(one.changes.digestAt(one.changes.sequence));
});

it('leaves the people who sign in alone', () => {
  const directory = directoryOf(4, 0);
  const before = directory.userAt(0);
  churn(directory, { seed: 9, changes: 300, spare });
  expect(directory.userAt(0)).toEqual(before);
});

it('comes to an end where only additions are possible', () => {
  const directory = directoryOf(1, 0);
  expect(churn(directory, { seed: 5, changes: 20, spare })).toHaveLength(20);
});

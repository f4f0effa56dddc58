import { expect, test } from 'vitest';
import { daysInactive, lastActivity } from './last-activity.ts';

const asOf = new Date('2026-07-01T12:00:00Z');
const activity = (interactive: string | null, nonInteractive: string | null, successful: string | null) => ({
  lastSignInDateTime: interactive,
  lastNonInteractiveSignInDateTime: nonInteractive,
  lastSuccessfulSignInDateTime: successful,
});

test.each([
  ['the interactive one', activity('2026-06-01T00:00:00Z', '2026-05-01T00:00:00Z', '2026-04-01T00:00:00Z')],
  ['the non-interactive one', activity('2026-05-01T00:00:00Z', '2026-06-01T00:00:00Z', null)],
  ['the successful one', activity(null, '2026-05-01T00:00:00Z', '2026-06-01T00:00:00Z')],
])('of three sign-ins the newest counts: %s', (_which, signIns) => {
  expect(lastActivity(signIns)).toBe('2026-06-01T00:00:00Z');
  expect(daysInactive({ signInActivity: signIns }, asOf)).toBe(30);
});

test('a user without a successful sign-in on record was not therefore never here', () => {
  const signInActivity = activity('2026-06-30T12:00:00Z', null, null);
  expect(daysInactive({ signInActivity, createdDateTime: '2019-01-01T00:00:00Z' }, asOf)).toBe(1);
});

test('a user who was created lately and never signed in is as old as the account', () => {
  expect(daysInactive({ createdDateTime: '2026-06-21T12:00:00Z' }, asOf)).toBe(10);
});

test('a user of whom nothing is known is neither active nor inactive', () => {
  expect(lastActivity(null)).toBeNull();
  expect(daysInactive({ signInActivity: activity(null, null, null), createdDateTime: null }, asOf)).toBeNull();
});

test('a sign-in after the beginning of the run is no negative number of days', () => {
  expect(daysInactive({ createdDateTime: '2026-07-02T00:00:00Z' }, asOf)).toBe(0);
});

import { expect, test } from 'vitest';
import { seenWhileSettling } from './seen-while-settling.ts';

test.each([
  'roles-missing',
  'Authorization_RequestDenied',
  'AADSTS7000229',
  'AADSTS700016',
  'AADSTS65001',
  'InvalidAuthenticationToken',
])('a check that met %s did not see the approval yet', (code) =>
  expect(seenWhileSettling(code)).toBe('connect.status.settling.notVisible'),
);

test.each([
  ['unreachable', 'errors.outage.what'],
  ['AADSTS7000222', 'errors.credential-broken.what'],
  ['AADSTS53003', 'errors.conditional-access.what'],
  ['AADSTS7000112', 'errors.app-disabled.what'],
])('what is no matter of time is told as it is: %s', (code, message) => expect(seenWhileSettling(code)).toBe(message));

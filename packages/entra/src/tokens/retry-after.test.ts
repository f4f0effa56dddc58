import { expect, test } from 'vitest';
import { readRetryAfter } from './retry-after.ts';

const now = new Date('2026-01-01T00:00:00Z');

test.each([
  ['0', 0],
  ['30', 30_000],
  [' 30 ', 30_000],
  ['0.25', 250],
  ['1.0001', 1001],
  ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
  ['Thursday, 01-Jan-26 00:01:00 GMT', 60_000],
  ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
  ['999999999999999999999', 24 * 60 * 60_000],
  ['Thu, 01 Jan 2099 00:00:00 GMT', 24 * 60 * 60_000],
  [null, null],
  ['', null],
  ['-5', null],
  ['1e3', null],
  ['Infinity', null],
  ['5 seconds', null],
  ['2026-01-01', null],
])('Retry-After %j is %j ms', (header, waitMs) => {
  expect(readRetryAfter(header, now)).toBe(waitMs);
});

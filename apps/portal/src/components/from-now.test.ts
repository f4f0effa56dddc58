import { expect, test } from 'vitest';
import { fromNow } from './from-now.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

test.each([
  [9 * second, 'now'],
  [-19 * second, '20 seconds ago'],
  [54 * second, 'in 50 seconds'],
  [-59 * second, '1 minute ago'],
  [-90 * second, '1 minute ago'],
  [59.6 * minute, 'in 1 hour'],
  [-23.6 * hour, 'yesterday'],
  [49 * hour, 'in 2 days'],
])('%d ms from now is told in the unit that it fills: %s', (differenceMs, words) => {
  expect(fromNow(differenceMs, 'en')).toBe(words);
});

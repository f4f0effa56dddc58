import { expect, test } from 'vitest';
import { cadenceWords, intervalWords } from './cadence-words.ts';

const timeZone = 'Europe/Stockholm';

test.each([
  ['0 3 * * *', 'Every day at 03:00, Europe/Stockholm'],
  ['30 22 * * 1-5', 'Mondays to Fridays at 22:30, Europe/Stockholm'],
  ['5  7 * *  0', 'Sundays at 07:05, Europe/Stockholm'],
  ['0 3 1 * *', 'On day 1 of each month at 03:00, Europe/Stockholm'],
  ['*/15 * * * *', '*/15 * * * *, Europe/Stockholm'],
  ['0 3 1 * 1', '0 3 1 * 1, Europe/Stockholm'],
])('%s is told as “%s”', (cron, words) => {
  expect(cadenceWords({ cron, timeZone })).toBe(words);
});

test('an interval is told in the largest unit that holds it whole', () => {
  expect([5, 60, 90, 1440, 4320, 0].map(intervalWords)).toEqual([
    '5 minutes',
    '1 hour',
    '90 minutes',
    '1 day',
    '3 days',
    '0 minutes',
  ]);
  expect(cadenceWords({ everyMinutes: 120 })).toBe('Every 2 hours');
});

import { jobCatalogue } from '@tenantry/domain';
import { expect, test } from 'vitest';
import { resultHeadline } from './result-headline.ts';

const of = (job: string, result: Record<string, unknown>, params = {}) => resultHeadline({ job, params }, result);

test('every job that keeps rows has its sentence', () => {
  for (const { name, resultColumns } of Object.values(jobCatalogue)) {
    expect(of(name, {}) !== null, name).toBe(resultColumns.length > 0);
  }
});

test('the sentence holds the numbers of the summary, and none that was not counted', () => {
  expect(of('mfa-registration', { read: 120, without: 11, administratorsWithout: 2 })).toBe(
    '13 of 120 users have no MFA, 2 of them administrators.',
  );
  expect(of('inactive-users', { read: 1200 }, { days: 90 })).toBe('0 of 1,200 users were not seen for 90 days.');
  expect(of('credential-expiry', { read: 1, expired: 1 })).toBe('1 credential expired and 0 about to, in 1 application.');
});

test('what could not be read is unknown and not none', () => {
  expect(of('licence-inventory', { licences: 3, disabled: 4, inactive: null })).toContain('an unknown number on inactive');
});

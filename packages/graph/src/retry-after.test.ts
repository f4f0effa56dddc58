import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { readRetryAfter } from './retry-after.ts';

const now = new Date('1994-11-06T08:49:30Z');
const thirtyDaysInSeconds = 30 * 24 * 60 * 60;

describe('Retry-After', () => {
  it.each([
    ['whole seconds', '30', 30_000],
    ['zero', '0', 0],
    ['fractional seconds', '1.5', 1500],
    ['fractions of a millisecond, rounded up', '0.0001', 1],
    ['spaces around the number', ' 7 ', 7000],
    ['an HTTP date', 'Sun, 06 Nov 1994 08:49:37 GMT', 7000],
    ['an HTTP date of the RFC 850 form', 'Sunday, 06-Nov-94 08:49:37 GMT', 7000],
    ['an HTTP date of the asctime form', 'Sun Nov  6 08:49:37 1994', 7000],
    ['a date that has passed', 'Sun, 06 Nov 1994 08:49:29 GMT', 0],
    ['the longest wait that is believed', String(thirtyDaysInSeconds), thirtyDaysInSeconds * 1000],
  ])('reads %s', (_, header, expected) => {
    expect(readRetryAfter(header, now)).toBe(expected);
  });

  it.each([
    ['nothing', null],
    ['an empty value', ''],
    ['a negative number', '-5'],
    ['an exponent', '1e3'],
    ['hexadecimal', '0x10'],
    ['infinity', 'Infinity'],
    ['words', 'soon'],
    ['words that end in a number', 'foo 1'],
    ['a date without a time', '1994-11-07'],
    ['a date that does not exist', 'Sun, 99 Nov 1994 08:49:37 GMT'],
    ['two values', '5, 10'],
    ['an absurdly long wait', String(thirtyDaysInSeconds + 1)],
    ['more digits than a number has', '9'.repeat(400)],
  ])('takes %s as no answer', (_, header) => {
    expect(readRetryAfter(header, now)).toBeNull();
  });

  it('reads every date as UTC, wherever the process runs', () => {
    vi.stubEnv('TZ', 'America/New_York');
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(new Date(0).getHours()).toBe(19);
    expect(readRetryAfter('Sun Nov  6 08:49:37 1994', now)).toBe(7000);
  });

  it('gives null or a whole, safe number of milliseconds for whatever is sent', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double().map(String), fc.integer().map(String)), (header) => {
        const waitMs = readRetryAfter(header, now);
        expect(waitMs === null || (Number.isSafeInteger(waitMs) && waitMs >= 0)).toBe(true);
      }),
    );
  });

  it('never waits less than asked, and less than a millisecond more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 0, max: 9999 }), (whole, fraction) => {
        const text = `${whole}.${fraction}`;
        const waitMs = readRetryAfter(text, now) ?? Number.NaN;
        expect(waitMs - Number(text) * 1000).toBeGreaterThanOrEqual(0);
        expect(waitMs - Number(text) * 1000).toBeLessThan(1);
      }),
    );
  });

  it('counts an HTTP date from the given now', () => {
    const wholeSecond = fc.integer({ min: 0, max: 4_000_000_000 }).map((second) => new Date(second * 1000));
    fc.assert(
      fc.property(wholeSecond, fc.integer({ min: -thirtyDaysInSeconds, max: thirtyDaysInSeconds }), (from, wait) => {
        const header = new Date(from.getTime() + wait * 1000).toUTCString();
        expect(readRetryAfter(header, from)).toBe(Math.max(0, wait * 1000));
      }),
    );
  });
});

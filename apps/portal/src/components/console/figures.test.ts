import { expect, test } from 'vitest';
import { counted, durationText, figureText, wordsOf } from './figures.ts';

test('what was never counted is not shown as zero', () => {
  expect([figureText(null), figureText(0), figureText(60000)]).toEqual(['–', '0', '60,000']);
});

test('a span of time is told in its two largest units', () => {
  expect([840, 12_400, 200_000, 7_500_000, 273_600_000].map(durationText)).toEqual([
    '840 ms',
    '12 s',
    '3 min 20 s',
    '2 h 5 min',
    '3 d 4 h',
  ]);
});

test('one is one and two are many', () => {
  expect([counted(1, 'tenant'), counted(2000, 'tenant')]).toEqual(['1 tenant', '2,000 tenants']);
});

test('a name of a field becomes words', () => {
  expect(wordsOf('fullPass')).toBe('Full pass');
});

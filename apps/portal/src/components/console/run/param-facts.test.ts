import { expect, test } from 'vitest';
import { paramFacts } from './param-facts.ts';

test('a parameter is named as in the form that asks for it, so that it is not taken for a result', () => {
  expect(paramFacts('directory-sync', { fullPass: false })).toEqual([['Read everything again', 'Not asked for']]);
  expect(paramFacts('directory-sync', { fullPass: true })).toEqual([['Read everything again', 'Asked for']]);
});

test('a parameter of a job that is no more is shown under its own name', () => {
  expect(paramFacts('long-gone', { daysBack: 30 })).toEqual([['Days back', '30']]);
});

import { expect, test } from 'vitest';
import { hrefWith, readQuery, readWords, toggleWord } from './query.ts';

test('a value given twice counts once and an empty one not at all', async () => {
  expect(await readQuery(Promise.resolve({ state: ['active', 'degraded'], search: '', after: 'x' }))).toEqual({
    state: 'active',
    after: 'x',
  });
});

test('a filter reads the words it knows', () => {
  expect(readWords('held,nonsense,failed', ['queued', 'held', 'failed'])).toEqual(['held', 'failed']);
  expect(readWords('nonsense', ['queued'])).toBeUndefined();
  expect(readWords(undefined, ['queued'])).toBeUndefined();
});

test('another filter begins at the first page again', () => {
  const query = { search: 'a&b', after: 'cursor' };
  expect(hrefWith('/console/runs', query, { state: 'held' })).toBe('/console/runs?search=a%26b&state=held');
  expect(hrefWith('/console/runs', query, { after: 'next' })).toBe('/console/runs?search=a%26b&after=next');
  expect(hrefWith('/console/runs', query, { search: undefined })).toBe('/console/runs');
});

test('a word is put in, and taken out again', () => {
  expect(toggleWord(undefined, 'held')).toBe('held');
  expect(toggleWord('held', 'failed')).toBe('held,failed');
  expect(toggleWord('held,failed', 'held')).toBe('failed');
  expect(toggleWord('held', 'held')).toBeUndefined();
});

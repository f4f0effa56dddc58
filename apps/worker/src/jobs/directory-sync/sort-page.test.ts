import { expect, test } from 'vitest';
import { sortPage } from './sort-page.ts';

const removed = { '@removed': { reason: 'changed' } };

test('a page on which nobody left is given as it is', () => {
  const items = [{ id: 'a', name: 'old' }, { id: 'b' }, { id: 'a', name: 'new' }];
  expect(sortPage(items)).toEqual({ gone: [], present: items });
});

test('the last word on each counts, also where it was removed or came back', () => {
  const items = [{ id: 'a' }, { id: 'b', ...removed }, { id: 'a', ...removed }, { id: 'b', name: 'back' }];
  expect(sortPage<{ id: string; name?: string; '@removed'?: unknown }>(items)).toEqual({
    gone: ['a'],
    present: [{ id: 'b', name: 'back' }],
  });
});

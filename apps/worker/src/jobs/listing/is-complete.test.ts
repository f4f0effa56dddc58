import { expect, test } from 'vitest';
import { isComplete } from './is-complete.ts';

test.each([
  { seen: 0, counted: 0, complete: true },
  { seen: 3, counted: 3, complete: true },
  { seen: 4, counted: 3, complete: true },
  { seen: 2, counted: 3, complete: false },
  { seen: 998, counted: 999, complete: false },
  { seen: 99_950, counted: 100_000, complete: true },
  { seen: 99_001, counted: 100_000, complete: false },
  { seen: 999_001, counted: 1_000_000, complete: false },
  { seen: 4_999_001, counted: 5_000_000, complete: false },
])('a listing that met $seen of $counted is complete: $complete', ({ seen, counted, complete }) => {
  expect(isComplete(seen, counted)).toBe(complete);
});

import { expect, test } from 'vitest';
import { selectHash, selectOf } from './directory-objects.ts';

test('the digest of a selection names the selection', () => {
  expect(selectHash('users')).toMatch(/^[0-9a-f]{16}$/);
  expect(selectHash('users')).not.toBe(selectHash('groups'));
  expect(selectOf.groups).toContain('members');
});

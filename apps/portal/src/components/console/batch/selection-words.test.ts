import { expect, test } from 'vitest';
import { selectionWords } from './selection-words.ts';

const tenantIds = ['c0000001-0000-4000-8000-000000000001', 'c0000001-0000-4000-8000-000000000002'];

test('each kind of selection has its words', () => {
  expect(selectionWords({ kind: 'all' })).toBe('All tenants');
  expect(selectionWords({ kind: 'tag', tag: 'gold' })).toBe('Tenants with the tag “gold”');
  expect(selectionWords({ kind: 'filter', states: ['needs_consent', 'degraded'] })).toBe(
    'Tenants that are needs consent or degraded',
  );
  expect(selectionWords({ kind: 'filter', search: 'contoso' })).toBe('Tenants found by “contoso”');
  expect(selectionWords({ kind: 'tenants', tenantIds })).toBe('2 tenants by name');
  expect(selectionWords({ kind: 'tenants' })).toBe('Tenants by name');
});

test('a tag hides nothing', () => {
  expect(selectionWords({ kind: 'tag', tag: 'a\u202eb' })).toContain('[U+202E]');
});

import { expect, test } from 'vitest';
import { type FleetFacts, type SelectionWish, selectionFrom, startWords, tenantsMeant } from './selection-wish.ts';

const facts: FleetFacts = {
  connected: 9,
  states: [
    { state: 'active', tenants: 7 },
    { state: 'degraded', tenants: 2 },
  ],
  tags: [{ tag: 'gold', tenants: 3 }],
};
const wish: SelectionWish = {
  kind: 'tenants',
  tenants: [{ tenantId: 'c0000001-0000-4000-8000-000000000001', name: 'Contoso' }],
  tag: 'gold',
  states: ['active', 'degraded'],
};

test('only what belongs to the chosen kind is sent', () => {
  expect(selectionFrom(wish)).toEqual({ kind: 'tenants', tenantIds: ['c0000001-0000-4000-8000-000000000001'] });
  expect(selectionFrom({ ...wish, kind: 'tag' })).toEqual({ kind: 'tag', tag: 'gold' });
  expect(selectionFrom({ ...wish, kind: 'filter' })).toEqual({ kind: 'filter', states: ['active', 'degraded'] });
  expect(selectionFrom({ ...wish, kind: 'all' })).toEqual({ kind: 'all' });
});

test('the number of tenants is that of the chosen kind', () => {
  expect((['tenants', 'tag', 'filter', 'all'] as const).map((kind) => tenantsMeant({ ...wish, kind }, facts))).toEqual([
    1, 3, 9, 9,
  ]);
  expect(tenantsMeant({ ...wish, kind: 'tag', tag: 'nobody has it' }, facts)).toBe(0);
});

test('the button says for how many, and nothing while nobody is chosen', () => {
  expect(startWords(wish, facts)).toBe('Start for 1 tenant');
  expect(startWords({ ...wish, kind: 'all' }, facts)).toBe('Start for all tenants');
  expect(startWords({ ...wish, kind: 'filter', states: [] }, facts)).toBe('Start');
});

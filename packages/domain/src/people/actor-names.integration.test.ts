import { createTestDatabase, type TestDatabase } from '@tenantry/db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from './actor.ts';
import { readActorNames } from './actor-names.ts';
import { recordAudit } from './audit.ts';

let under: TestDatabase;

beforeAll(async () => {
  under = await createTestDatabase();
});
afterAll(() => under.drop());

test('people are called as the audit heard it last, and one it never heard of is left out', async () => {
  const did = (actor: Actor) =>
    under.database.asFleet((tx) => recordAudit(tx, { actor, action: 'test.done', detail: { x: 1 }, now: new Date() }));
  await did({ kind: 'operator', id: 'a', name: 'Astrid Lind' });
  await did({ kind: 'api-key', id: 'a', name: 'billing' });
  await did({ kind: 'operator', id: 'a', name: 'Astrid Lindqvist' });
  expect(await readActorNames(under.database, ['operator:a', 'api-key:a', 'operator:a', 'operator:nobody'])).toEqual({
    'operator:a': 'Astrid Lindqvist',
    'api-key:a': 'billing',
  });
  expect(await readActorNames(under.database, [])).toEqual({});
});

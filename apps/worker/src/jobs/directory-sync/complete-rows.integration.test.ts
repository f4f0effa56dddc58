import { randomUUID } from 'node:crypto';
import type { Tx } from '@tenantry/db';
import { createTestDatabase, type TestDatabase } from '@tenantry/db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Slice } from '../../engine/slice.ts';
import { completeUsers } from './complete-rows.ts';
import type { GraphUser } from './directory-objects.ts';
import type { WriteAt } from './synced-resource.ts';

const tenantId = randomUUID();
const id = randomUUID();
let database: TestDatabase;
const asTenant = <T>(work: (tx: Tx) => Promise<T>) => database.database.asTenant(tenantId, work);

beforeAll(async () => {
  database = await createTestDatabase();
  await database.database.asFleet((tx) => tx.tenant.create({ data: { tenantId, name: 'Test' } }));
  await asTenant((tx) =>
    tx.directoryUser.create({
      data: {
        tenantId,
        id,
        displayName: 'Ada',
        mail: 'ada@x.example',
        accountEnabled: true,
        userType: 'Member',
        generation: 3,
        changedAt: new Date(),
      },
    }),
  );
});
afterAll(() => database.drop());

const complete = (user: GraphUser, kind: WriteAt['kind'], generation: number) =>
  asTenant((tx) => completeUsers(tx, [user], { slice: { tenantId } as Slice, kind, generation })).then(([row]) => row);

test('a delta round that shows only what changed keeps the rest, and null empties', async () => {
  expect(await complete({ id, displayName: 'Ada L.', mail: null }, 'delta', 3)).toEqual({
    id,
    displayName: 'Ada L.',
    userPrincipalName: null,
    mail: null,
    accountEnabled: true,
    userType: 'Member',
  });
});

test('a full pass takes nothing from the row of an earlier pass', async () => {
  expect(await complete({ id, displayName: 'Ada L.' }, 'full', 4)).toMatchObject({ mail: null, accountEnabled: null });
});

test('a full pass that meets an object again keeps what it wrote of it before', async () => {
  expect(await complete({ id, displayName: 'Ada L.' }, 'full', 3)).toMatchObject({ mail: 'ada@x.example', accountEnabled: true });
});

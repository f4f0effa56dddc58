import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { begun, createTestFleet, operator, type TestFleet, tenantIdOf } from '../testing/test-fleet.ts';
import { runLimitSchema, setTenantRunLimit } from './run-limits.ts';
import { listTags, setTenantTags, tagsSchema } from './tags.ts';
import { findTenant, listTenants } from './tenant-questions.ts';

let fleet: TestFleet;
beforeAll(async () => {
  fleet = await createTestFleet();
});
afterAll(() => fleet.drop());
beforeEach(() => fleet.reset(3));

const tag = (tenant: number, tags: string[]) =>
  setTenantTags(fleet.db, { tenantId: tenantIdOf(tenant), tags: tagsSchema.parse(tags), actor: operator, now: begun });

it('tags are kept in lower case, each once and in order, and replace those before', async () => {
  await tag(1, ['old']);
  expect(await tag(1, ['North', 'gold', ' GOLD '])).toBe('done');
  expect((await findTenant(fleet.db, tenantIdOf(1)))?.tags).toEqual(['gold', 'north']);
  expect(await tag(99, ['gold'])).toBe('unknown');
});

it('tags lead to their tenants and are counted', async () => {
  await tag(1, ['gold', 'north']);
  await tag(3, ['gold']);
  expect(await listTags(fleet.db)).toEqual([
    { tag: 'gold', tenants: 2 },
    { tag: 'north', tenants: 1 },
  ]);
  const listed = await listTenants(fleet.db, { tag: 'gold', limit: 10 });
  expect(listed.items.map(({ name, tags }) => [name, tags])).toEqual([
    ['Tenant 1', ['gold', 'north']],
    ['Tenant 3', ['gold']],
  ]);
});

it.each([[['']], [['x'.repeat(51)]], [Array.from({ length: 21 }, (_, index) => `tag ${index}`)]])(
  'tags like %j are refused',
  (tags) => {
    expect(tagsSchema.safeParse(tags).success).toBe(false);
  },
);

it('a tenant tells how many runs it may have at once', async () => {
  expect((await findTenant(fleet.db, tenantIdOf(1)))?.runLimit).toBeNull();
  await setTenantRunLimit(fleet.db, { tenantId: tenantIdOf(1), runLimit: 3, actor: operator, now: begun });
  expect((await findTenant(fleet.db, tenantIdOf(1)))?.runLimit).toBe(3);
  expect([0, 1, 20, 21, 1.5].map((limit) => runLimitSchema.safeParse(limit).success)).toEqual([false, true, true, false, false]);
});

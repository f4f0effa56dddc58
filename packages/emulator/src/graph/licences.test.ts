import { describe, expect, it } from 'vitest';
import { type Body, graphUnderTest, pagesFrom } from './graph-under-test.ts';

const unitsByUsers = (users: Body[]) => {
  const units = new Map<string, number>();
  for (const { assignedLicenses } of users) {
    for (const { skuId } of assignedLicenses) units.set(skuId, (units.get(skuId) ?? 0) + 1);
  }
  return units;
};

describe('licences', () => {
  it.each([true, false])('are assigned as often as the subscriptions say they are consumed (premium: %s)', async (premium) => {
    const graph = await graphUnderTest({ users: 1500, premium });
    const users = (await pagesFrom(graph, '/users?$select=id,assignedLicenses&$top=999')).flatMap((page) => page.value);
    const units = unitsByUsers(users);
    const skus = (await graph.get('/subscribedSkus')).body.value;
    expect(skus.length).toBeGreaterThan(3);
    for (const { skuId, consumedUnits } of skus) expect(consumedUnits).toBe(units.get(skuId) ?? 0);
    expect(units.size).toBeLessThanOrEqual(skus.length);
    const assigned = users.flatMap(({ id, assignedLicenses }) => assignedLicenses.map(({ skuId }: Body) => `${id} ${skuId}`));
    expect(assigned).toEqual((await graph.truth('licences')).map(({ userId, skuId }) => `${userId} ${skuId}`));
    const plans = skus.flatMap((sku: Body) => sku.servicePlans.map((plan: Body) => plan.servicePlanName));
    expect(plans.includes('AAD_PREMIUM')).toBe(premium);
  });

  it('are bought with some to spare, and held by disabled people as well', async () => {
    const graph = await graphUnderTest({ users: 4000, premium: true });
    const skus = await graph.truth('subscribed-skus');
    for (const { consumedUnits, enabledUnits } of skus) expect(enabledUnits).toBeGreaterThan(consumedUnits);
    const disabled = new Set((await graph.truth('users')).filter((user) => !user.accountEnabled).map(({ id }) => id));
    expect((await graph.truth('licences')).filter(({ userId }) => disabled.has(userId)).length).toBeGreaterThan(50);
  });

  it('return to the tenant when a user is deleted, and come back with it', async () => {
    const graph = await graphUnderTest({ users: 100 });
    const [{ userId, skuId }] = (await graph.truth('licences')) as [Body];
    const consumed = async () => (await graph.truth('subscribed-skus')).find((sku) => sku.skuId === skuId)?.consumedUnits;
    const before = await consumed();
    graph.tenant.directory.deleteUser(userId);
    expect(await consumed()).toBe(before - 1);
    graph.tenant.directory.restoreUser(userId);
    expect(await consumed()).toBe(before);
  });

  it('can be given and taken, which a delta query tells', async () => {
    const graph = await graphUnderTest({ users: 30 });
    const [{ skuPartNumber, skuId }] = (await graph.truth('subscribed-skus')) as [Body];
    const userId = graph.tenant.directory.userIdAt(12);
    const link = (await graph.get('/users/delta?$select=id,assignedLicenses')).body['@odata.deltaLink'];
    expect((await graph.control('patch', `/users/${userId}/facts`, { skuPartNumbers: [skuPartNumber] })).status).toBe(204);
    const round = (await graph.get(link)).body;
    expect(round.value).toEqual([{ id: userId, assignedLicenses: [{ disabledPlans: [], skuId }] }]);
    await graph.control('patch', `/users/${userId}/facts`, { skuPartNumbers: [] });
    expect((await graph.get(`/users/${userId}?$select=assignedLicenses`)).body.assignedLicenses).toEqual([]);
    expect((await graph.control('patch', `/users/${userId}/facts`, { skuPartNumbers: ['COFFEE'] })).status).toBe(400);
  });

  it('of guests are none', async () => {
    const graph = await graphUnderTest({ users: 500 });
    const guests = new Set((await graph.truth('users')).filter(({ userType }) => userType === 'Guest').map(({ id }) => id));
    expect(guests.size).toBeGreaterThan(3);
    expect((await graph.truth('licences')).filter(({ userId }) => guests.has(userId))).toEqual([]);
  });
});

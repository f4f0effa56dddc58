import type { Directory } from '../directory/directory.ts';
import type { Subscription } from '../directory/products.ts';
import { seededGuid } from '../world/seeded-ids.ts';
import type { Tenant } from '../world/world.ts';
import type { GraphAnswer, GraphCall } from './graph-call.ts';
import { plainCollection } from './organization.ts';

/** `GET /subscribedSkus`: never paged (subscribedsku-list.md) */
export function listSubscribedSkus(call: GraphCall): GraphAnswer {
  return plainCollection(call, 'subscribedSkus', subscribedSkusOf(call.tenant));
}

/** What the tenant pays for and how much of it is in use (resources/subscribedsku.md). */
export function subscribedSkusOf(tenant: Tenant) {
  const consumed = consumedUnits(tenant.directory);
  return tenant.directory.facts.subscriptions.map(({ product, capabilityStatus, paidUnits }: Subscription) => ({
    id: `${tenant.tenantId}_${product.skuId}`,
    accountId: tenant.tenantId,
    accountName: tenant.name,
    appliesTo: 'User',
    capabilityStatus,
    consumedUnits: consumed.get(product.skuId) ?? 0,
    prepaidUnits: {
      enabled: capabilityStatus === 'Enabled' ? paidUnits : 0,
      lockedOut: 0,
      suspended: 0,
      warning: capabilityStatus === 'Warning' ? paidUnits : 0,
    },
    servicePlans: product.servicePlans.map(([servicePlanId, servicePlanName]) => ({
      servicePlanId,
      servicePlanName,
      provisioningStatus: 'Success',
      appliesTo: servicePlanName === 'EXCHANGE_S_FOUNDATION' ? 'Company' : 'User',
    })),
    skuId: product.skuId,
    skuPartNumber: product.skuPartNumber,
    subscriptionIds: [seededGuid('subscription', tenant.tenantId, product.skuId)],
  }));
}

const countedAt = new WeakMap<Directory, { sequence: number; consumed: Map<string, number> }>();

/** Units in use by live users, counted again only after something has changed: a million users take a moment. */
function consumedUnits(directory: Directory): Map<string, number> {
  const { sequence } = directory.changes;
  const before = countedAt.get(directory);
  if (before?.sequence === sequence) return before.consumed;
  const consumed = new Map<string, number>();
  for (const held of directory.heldProducts()) {
    for (const { skuId } of held) consumed.set(skuId, (consumed.get(skuId) ?? 0) + 1);
  }
  countedAt.set(directory, { sequence, consumed });
  return consumed;
}

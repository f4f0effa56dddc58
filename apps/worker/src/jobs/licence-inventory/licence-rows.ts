import type { ResultRow } from '@tenantry/domain';
import { z } from 'zod';
import type { Counts } from '../listing/findings.ts';

/** "subscribedSku resource type", subscribedsku.md. */
export const subscribedSkuSchema = z.object({
  skuId: z.guid(),
  skuPartNumber: z.string(),
  capabilityStatus: z.string().nullish(),
  consumedUnits: z.int().nullish(),
  prepaidUnits: z.object({ enabled: z.int().nullish(), warning: z.int().nullish() }).nullish(),
});
export const subscribedSkusSchema = z.object({ value: z.array(subscribedSkuSchema) });

/** Why an assignment is listed. */
export type Sort = 'disabled' | 'inactive' | 'unknown';

interface Inventory {
  skus: z.infer<typeof subscribedSkuSchema>[];
  noActivity: string | null;
  counts: Counts;
}

export const countAs = (skuId: string, sort: Sort) => `${skuId.toLowerCase()} ${sort}`;

/** One row for each subscription, with what of it is wasted. */
export function licenceRows({ skus, noActivity, counts }: Inventory): ResultRow[] {
  return skus.map(({ skuId, skuPartNumber, capabilityStatus, consumedUnits, prepaidUnits }) => {
    // What is past its end stays usable for a while, as `warning`.
    const purchased = prepaidUnits?.enabled == null ? null : prepaidUnits.enabled + (prepaidUnits.warning ?? 0);
    const assigned = consumedUnits ?? null;
    const row = {
      what: 'licence',
      licence: skuPartNumber,
      status: capabilityStatus ?? null,
      purchased,
      assigned,
      free: purchased === null || assigned === null ? null : purchased - assigned,
      onDisabled: counts[countAs(skuId, 'disabled')] ?? 0,
      onInactive: noActivity === null ? (counts[countAs(skuId, 'inactive')] ?? 0) : null,
      user: null,
      userPrincipalName: null,
      lastActivityAt: null,
      skuId,
      userId: null,
    };
    return { key: `licence ${skuId}`, row };
  });
}

/** How many assignments of one sort there are over all licences. */
export function sumOf({ counts }: Pick<Inventory, 'counts'>, sort: Sort): number {
  return Object.entries(counts).reduce((sum, [name, count]) => (name.endsWith(` ${sort}`) ? sum + count : sum), 0);
}

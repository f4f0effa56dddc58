import type { Database } from '@tenantry/db';
import { z } from 'zod';
import type { Actor } from '../people/actor.ts';
import { recordAudit } from '../people/audit.ts';

/** One tag, in lower case. */
export const tagSchema = z.string().trim().toLowerCase().min(1).max(50);

/** All tags of a tenant: at most 20, each once, in order. */
export const tagsSchema = z
  .array(tagSchema)
  .max(20)
  .transform((tags) => [...new Set(tags)].sort());

/** Gives a tenant these tags and no others. `tags` has passed `tagsSchema`. */
export async function setTenantTags(
  db: Database,
  wish: { tenantId: string; tags: string[]; actor: Actor; now: Date },
): Promise<'done' | 'unknown'> {
  const { tenantId, tags, actor, now } = wish;
  return db.asFleet(async (tx) => {
    const { count } = await tx.tenant.updateMany({ where: { tenantId }, data: { tags } });
    if (count === 0) return 'unknown';
    await recordAudit(tx, { actor, action: 'tenant.tagged', tenantId, detail: { tags }, now });
    return 'done';
  });
}

/** Every tag in use and how many tenants have it, in order. */
export async function listTags(db: Database): Promise<{ tag: string; tenants: number }[]> {
  return db.asFleet(
    (tx) => tx.$queryRaw`select tag, count(*)::int as tenants from tenant, unnest(tags) as tag group by tag order by tag`,
  );
}

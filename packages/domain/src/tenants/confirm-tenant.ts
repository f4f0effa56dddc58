import type { Database } from '@tenantry/db';
import { changeConnection } from '../connections/change-connection.ts';
import type { Actor } from '../people/actor.ts';
import { recordAudit } from '../people/audit.ts';
import { compareWithManifest } from '../permission-manifest.ts';
import { releaseRuns } from '../runs/hold-and-release.ts';

/** An operator stands behind a tenant that is proven and that nobody had named. Jobs may run for it from now on. */
export async function confirmTenant(
  db: Database,
  wish: { tenantId: string; operator: Actor; now: Date },
): Promise<'confirmed' | 'not-unclaimed'> {
  const { tenantId, operator, now } = wish;
  return db.asFleet(async (tx) => {
    const connection = await tx.connection.findUnique({ where: { tenantId } });
    const missing = compareWithManifest(connection?.grantedPermissions ?? []).missing;
    const to = missing.length > 0 ? 'degraded' : 'active';
    const fields = { reasonCode: missing.length > 0 ? 'permission-missing' : null };
    if (!(await changeConnection(tx, { tenantId, to, from: ['unclaimed'], fields, now }))) return 'not-unclaimed';
    await tx.tenant.updateMany({ where: { tenantId }, data: { claimedAt: now } });
    await releaseRuns(tx, { tenantId, granted: connection?.grantedPermissions ?? [], now });
    await recordAudit(tx, { actor: operator, action: 'tenant.confirmed', tenantId, now });
    return 'confirmed';
  });
}

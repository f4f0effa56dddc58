import type { Installation } from '../installation.ts';
import { runToEnd } from '../run-to-end.ts';

/** Users a second of a first sync: organization, users, groups and devices are read, and every page is committed. */
export async function firstSync(installation: Installation, tenantId: string, users: number): Promise<number> {
  const { ms } = await runToEnd(installation, tenantId);
  // A fast run that left something out would be no measurement.
  const written = await installation.db.asTenant(tenantId, (tx) => tx.directoryUser.count({ where: { deletedAt: null } }));
  if (written !== users) throw new Error(`${written} users were written instead of ${users}.`);
  return users / (ms / 1000);
}

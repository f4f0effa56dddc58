import { notifyChange, type Tx } from '@tenantry/db';
import { changeConnection } from '../connections/change-connection.ts';
import { permissionManifest } from '../permission-manifest.ts';

/**
 * Makes room for a proof after an approval: a new or lapsed connection begins to settle, a working one keeps its state. Either way the token
 * generation rises, so that no token from before the approval is used.
 */
export async function openSettling(tx: Tx, wish: { tenantId: string; tenantName: string; now: Date }): Promise<void> {
  const { tenantId, now } = wish;
  await tx.tenant.createMany({
    data: [{ tenantId, name: wish.tenantName, defaultDomain: wish.tenantName, createdAt: now }],
    skipDuplicates: true,
  });
  const proof = { consentedAt: now, settlingSince: now };
  const { count: created } = await tx.connection.createMany({
    data: [{ tenantId, state: 'settling', stateSince: now, manifestVersion: permissionManifest.version, ...proof }],
    skipDuplicates: true,
  });
  if (created === 1) {
    await notifyChange(tx, `tenant ${tenantId}`);
    return;
  }
  const lapsed = await changeConnection(tx, {
    tenantId,
    to: 'settling',
    from: ['not_granted', 'needs_consent', 'disconnected', 'erased'],
    fields: { ...proof, reasonCode: null },
    newTokenGeneration: true,
    now,
  });
  if (lapsed) {
    await tx.connection.updateMany({ where: { tenantId }, data: { proofTries: 0, lastTryAt: null, lastTryCode: null } });
    return;
  }
  await tx.connection.updateMany({
    where: { tenantId, state: { not: 'suspended' } },
    data: { ...proof, proofTries: 0, tokenGeneration: { increment: 1 } },
  });
  await notifyChange(tx, `tenant ${tenantId}`);
}

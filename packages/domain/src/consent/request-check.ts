import { createHash, randomUUID } from 'node:crypto';
import type { Database } from '@tenantry/db';
import { connectionChanges } from '../connections/connection-states.ts';
import type { Actor } from '../people/actor.ts';
import { recordAudit } from '../people/audit.ts';
import { permissionManifest } from '../permission-manifest.ts';
import { ringProof } from '../runs/proof-run.ts';
import type { Ring, Slip } from '../runs/slip.ts';
import { type ConsentRefusal, mayAskForConsent, needsConfirmation, type SignedIn } from './begin-consent.ts';
import type { Invitation } from './invitations.ts';
import { openSettling } from './open-settling.ts';

const minute = 60_000;

/**
 * "Check access now": a tenant admin says that the approval was given elsewhere, in the admin centre or by a link without a callback
 * (grant-admin-consent.md), and the worker proves it. For a tenant that is new or lapsed this is the admin's decision to connect, so it is
 * written down as a request of its own; for any other it only makes a proof due. Once a minute and tenant.
 */
export async function requestCheck(
  db: Database,
  ring: Ring,
  wish: { person: SignedIn; tenantName: string; invitation: Invitation | null; connect: 'invitation' | 'open'; now: Date },
): Promise<'started' | 'too-soon' | ConsentRefusal> {
  const refusal = await mayAskForConsent(db, wish);
  if (refusal !== null) return refusal;
  if (wish.person.standing !== 'tenant-admin') return 'not-admin';
  const slips = await db.asFleet(async (tx): Promise<Slip[] | null> => {
    const { person, now } = wish;
    const { tenantId } = person;
    const actor: Actor = { kind: 'tenant-admin', id: person.oid, name: person.username };
    const tenant = await tx.tenant.findUnique({ where: { tenantId }, include: { connection: true } });
    const connection = tenant?.connection ?? null;
    const opens = connection === null || connectionChanges[connection.state].includes('settling');
    if (connection !== null) {
      const { count } = await tx.connection.updateMany({
        where: { tenantId, OR: [{ checkRequestedAt: null }, { checkRequestedAt: { lte: new Date(now.getTime() - minute) } }] },
        data: { checkRequestedAt: now },
      });
      if (count === 0) return null;
    }
    if (opens) {
      await tx.consentRequest.create({
        data: {
          // Nobody was sent to Entra, so no state exists that could come back.
          stateHash: createHash('sha256').update(randomUUID()).digest('hex'),
          sessionId: person.sessionId,
          tenantId,
          tenantName: wish.tenantName,
          invitationId: wish.invitation?.id ?? null,
          personOid: person.oid,
          personName: person.username,
          personIsTenantAdmin: true,
          needsConfirmation: needsConfirmation(wish, tenant?.claimedAt ?? null),
          rolesHeld: connection?.grantedPermissions ?? [],
          manifestVersion: permissionManifest.version,
          state: 'returned',
          createdAt: now,
          returnedAt: now,
          expiresAt: now,
        },
      });
      await openSettling(tx, { tenantId, tenantName: wish.tenantName, now });
      await tx.connection.updateMany({ where: { tenantId }, data: { checkRequestedAt: now } });
    }
    await recordAudit(tx, { actor, action: 'consent.check-requested', tenantId, now });
    return ringProof(tx, { tenantId, trigger: 'consent', actor, now });
  });
  if (slips === null) return 'too-soon';
  if (slips.length > 0) await ring(slips);
  return 'started';
}

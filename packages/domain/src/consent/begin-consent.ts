import { createHash, randomBytes } from 'node:crypto';
import type { Database } from '@tenantry/db';
import { recordAudit } from '../people/audit.ts';
import { permissionManifest } from '../permission-manifest.ts';
import { type Invitation, invitationStanding } from './invitations.ts';

/** A signed-in person, as the validated id token says. `standing` comes from the directory roles in it. */
export interface SignedIn {
  sessionId: string;
  tenantId: string;
  oid: string;
  username: string;
  name: string;
  standing: 'tenant-admin' | 'not-admin' | 'unknown';
}

export type ConsentRefusal =
  | 'not-admin'
  | 'invitation-needed'
  | 'invitation-expired'
  | 'invitation-for-another-tenant'
  | 'suspended';

const hour = 3_600_000;

/** The digest under which a `state` parameter is kept. */
export function stateDigest(state: string): string {
  return createHash('sha256').update(state).digest('hex');
}

/**
 * Whether a person may ask for consent for their own tenant, by this invitation.
 *
 * A tenant we know may come again without an invitation. Where the id token cannot tell whether the person is a tenant admin, an operator
 * confirms afterwards; such a person cannot bring back a tenant that was disconnected or erased.
 */
export async function mayAskForConsent(
  db: Database,
  wish: { person: SignedIn; invitation: Invitation | null; connect: 'invitation' | 'open'; now: Date },
): Promise<ConsentRefusal | null> {
  const { person, invitation } = wish;
  if (person.standing === 'not-admin') return 'not-admin';
  if (invitation !== null && invitationStanding(invitation, wish.now) !== 'open') return 'invitation-expired';
  if (invitation?.namedTenantId && invitation.namedTenantId !== person.tenantId) return 'invitation-for-another-tenant';
  const connection = await db.asFleet((tx) => tx.connection.findUnique({ where: { tenantId: person.tenantId } }));
  if (connection?.state === 'suspended') return 'suspended';
  if (person.standing === 'unknown' && (connection?.state === 'disconnected' || connection?.state === 'erased'))
    return 'not-admin';
  if (connection === null && invitation === null && wish.connect === 'invitation') return 'invitation-needed';
  return null;
}

/**
 * Whether a proof alone is not enough: the id token did not show a tenant admin, or nobody at the ISV meant this very customer. The worker compares
 * a named domain with the tenant's verified ones.
 */
export function needsConfirmation(
  wish: { person: SignedIn; invitation: Invitation | null; connect: 'invitation' | 'open' },
  claimedAt: Date | null,
): boolean {
  const { person, invitation, connect } = wish;
  const named = invitation === null ? connect === 'open' : invitation.namedTenantId !== null || invitation.namedDomain !== null;
  return person.standing !== 'tenant-admin' || !(claimedAt !== null || named);
}

/**
 * Writes down that a person is on the way to Entra's consent page, pinned to their own tenant.
 *
 * @returns the raw `state` for the address, which is not kept, or why it is refused
 */
export async function beginConsent(
  db: Database,
  wish: { person: SignedIn; tenantName: string; invitation: Invitation | null; connect: 'invitation' | 'open'; now: Date },
): Promise<{ kind: 'begun'; requestId: string; state: string } | { kind: 'refused'; reason: ConsentRefusal }> {
  const reason = await mayAskForConsent(db, wish);
  if (reason !== null) return { kind: 'refused', reason };
  const { person, now } = wish;
  const state = randomBytes(32).toString('base64url');
  const request = await db.asFleet(async (tx) => {
    const tenant = await tx.tenant.findUnique({ where: { tenantId: person.tenantId }, include: { connection: true } });
    const created = await tx.consentRequest.create({
      data: {
        stateHash: stateDigest(state),
        sessionId: person.sessionId,
        tenantId: person.tenantId,
        tenantName: wish.tenantName,
        invitationId: wish.invitation?.id ?? null,
        personOid: person.oid,
        personName: person.username,
        personIsTenantAdmin: person.standing === 'tenant-admin',
        needsConfirmation: needsConfirmation(wish, tenant?.claimedAt ?? null),
        rolesHeld: tenant?.connection?.grantedPermissions ?? [],
        manifestVersion: permissionManifest.version,
        createdAt: now,
        expiresAt: new Date(now.getTime() + hour),
      },
    });
    await recordAudit(tx, {
      actor: { kind: 'tenant-admin', id: person.oid, name: person.username },
      action: 'consent.begun',
      tenantId: person.tenantId,
      subject: created.id,
      now,
    });
    return created;
  });
  return { kind: 'begun', requestId: request.id, state };
}

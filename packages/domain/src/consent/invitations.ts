import { randomBytes } from 'node:crypto';
import type { Database } from '@tenantry/db';
import { DomainError } from '../errors/domain-error.ts';
import { cursorKinds, decodeCursor, type Page, toPage } from '../keyset.ts';
import { type Actor, actorText } from '../people/actor.ts';
import { recordAudit } from '../people/audit.ts';

export interface Invitation {
  id: string;
  /** Unguessable part of the link. */
  code: string;
  label: string;
  externalRef: string | null;
  namedTenantId: string | null;
  namedDomain: string | null;
  createdBy: string;
  createdAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
}

const day = 86_400_000;
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const domainName = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/;

/**
 * Makes a link for one customer.
 *
 * @throws DomainError `external-ref-needs-name` when a reference is given and neither a tenant id nor a domain names whose it is;
 *   `bad-invitation` when the label is empty or a name is malformed
 */
export async function createInvitation(
  db: Database,
  wish: {
    label: string;
    externalRef?: string | undefined;
    namedTenantId?: string | undefined;
    namedDomain?: string | undefined;
    expiresInDays: number;
    operator: Actor;
    now: Date;
  },
): Promise<Invitation> {
  const namedTenantId = wish.namedTenantId?.trim().toLowerCase() || null;
  const namedDomain = wish.namedDomain?.trim().toLowerCase() || null;
  const externalRef = wish.externalRef?.trim() || null;
  if (wish.label.trim() === '') throw new DomainError('bad-invitation', 'An invitation needs a label.');
  if (namedTenantId !== null && !guid.test(namedTenantId))
    throw new DomainError('bad-invitation', 'The tenant id is not a GUID.');
  if (namedDomain !== null && !domainName.test(namedDomain))
    throw new DomainError('bad-invitation', 'The domain is not a domain name.');
  if (externalRef !== null && namedTenantId === null && namedDomain === null) {
    throw new DomainError(
      'external-ref-needs-name',
      'An external reference needs the tenant id or a verified domain of the tenant it belongs to.',
    );
  }
  return db.asFleet(async (tx) => {
    const invitation = await tx.invitation.create({
      data: {
        code: randomBytes(24).toString('base64url'),
        label: wish.label.trim(),
        externalRef,
        namedTenantId,
        namedDomain,
        createdBy: actorText(wish.operator),
        createdAt: wish.now,
        expiresAt: new Date(wish.now.getTime() + wish.expiresInDays * day),
      },
    });
    await recordAudit(tx, {
      actor: wish.operator,
      action: 'invitation.created',
      subject: invitation.id,
      detail: { label: invitation.label, namedTenantId, namedDomain },
      now: wish.now,
    });
    return invitation;
  });
}

/** The invitation behind a link's code, or null. */
export async function findInvitation(db: Database, code: string): Promise<Invitation | null> {
  return db.asFleet((tx) => tx.invitation.findUnique({ where: { code } }));
}

/** Invitations, newest first. */
export async function listInvitations(
  db: Database,
  query: { after?: string | undefined; limit: number },
): Promise<Page<Invitation>> {
  const after = query.after === undefined ? null : decodeCursor(query.after, cursorKinds.invitations);
  const rows = await db.asFleet((tx) =>
    tx.invitation.findMany({
      where:
        after === null
          ? {}
          : {
              OR: [{ createdAt: { lt: new Date(after[0]) } }, { createdAt: new Date(after[0]), id: { lt: after[1] } }],
            },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: query.limit + 1,
    }),
  );
  return toPage(
    rows,
    query.limit,
    (row) => [row.createdAt.toISOString(), row.id],
    (row) => row,
  );
}

/** Ends a link. Tenants that came by it stay as they are. */
export async function revokeInvitation(db: Database, wish: { id: string; operator: Actor; now: Date }): Promise<void> {
  await db.asFleet(async (tx) => {
    const { count } = await tx.invitation.updateMany({ where: { id: wish.id, revokedAt: null }, data: { revokedAt: wish.now } });
    if (count === 1)
      await recordAudit(tx, { actor: wish.operator, action: 'invitation.revoked', subject: wish.id, now: wish.now });
  });
}

/** Whether a link may still be used. */
export function invitationStanding(
  invitation: Pick<Invitation, 'expiresAt' | 'revokedAt'>,
  now: Date,
): 'open' | 'expired' | 'revoked' {
  if (invitation.revokedAt !== null) return 'revoked';
  return invitation.expiresAt <= now ? 'expired' : 'open';
}

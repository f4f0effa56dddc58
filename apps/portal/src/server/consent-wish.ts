import { findInvitation, type Invitation, type SignedIn } from '@tenantry/domain';
import { services } from './services.ts';
import type { TenantAdminSession } from './session.ts';

/** A session and its link in the form in which the domain's rules about consent ask for them. */
export async function consentWish(session: TenantAdminSession): Promise<{
  person: SignedIn;
  tenantName: string;
  invitation: Invitation | null;
  connect: 'invitation' | 'open';
  now: Date;
}> {
  const { db, settings } = services();
  const { id: sessionId, tenantId, oid, username, name, standing, invitationCode } = session;
  return {
    person: { sessionId, tenantId, oid, username, name, standing },
    tenantName: provisionalTenantName(session),
    invitation: invitationCode === null ? null : await findInvitation(db, invitationCode),
    connect: settings.CONNECT,
    now: new Date(),
  };
}

/**
 * What a tenant is called before its directory was read: the domain of the username, which is shown beside the tenant id. Display only:
 * a username can name any domain.
 */
export function provisionalTenantName(session: Pick<TenantAdminSession, 'username' | 'tenantId'>): string {
  return session.username.split('@').at(-1)?.trim().toLowerCase() || session.tenantId;
}

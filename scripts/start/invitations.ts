import type { Database } from '@tenantry/db';
import { type Actor, createInvitation, type Invitation, invitationStanding, listInvitations } from '@tenantry/domain';
import type { Customer } from './demo-cast.ts';

const demo: Actor = { kind: 'operator', id: 'npm-start', name: 'npm start' };
const expiresInDays = 90;

/** The link for each customer by tenant id: the one of an earlier start while it is open, else a new one that names the tenant. */
export async function provideInvitations(db: Database, customers: Customer[], portalUrl: string): Promise<Map<string, string>> {
  const now = new Date();
  const open = new Map<string, Invitation>();
  for (const invitation of await allInvitations(db)) {
    if (invitation.namedTenantId && invitationStanding(invitation, now) === 'open')
      open.set(invitation.namedTenantId, invitation);
  }
  const links = new Map<string, string>();
  for (const { tenantId, name } of customers) {
    const reference = `CUSTOMER-${tenantId.slice(-4)}`;
    const wish = { label: name, externalRef: reference, namedTenantId: tenantId, expiresInDays, operator: demo, now };
    const { code } = open.get(tenantId) ?? (await createInvitation(db, wish));
    links.set(tenantId, `${portalUrl}/connect/i/${code}`);
  }
  return links;
}

async function allInvitations(db: Database): Promise<Invitation[]> {
  const found: Invitation[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const { items, next }: { items: Invitation[]; next: string | null } = await listInvitations(db, { after, limit: 200 });
    found.push(...items);
    after = next;
  }
  return found;
}

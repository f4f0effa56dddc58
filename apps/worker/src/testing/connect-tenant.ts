import { randomUUID } from 'node:crypto';
import type { Database } from '@tenantry/db';
import { type Actor, beginConsent, createInvitation, findInvitation, type Ring, returnFromConsent } from '@tenantry/domain';

const operator: Actor = { kind: 'operator', id: '00000000-0000-4000-8000-00000000000a', name: 'Test operator' };

/**
 * Everything of a connection that happens before the worker's part: an invitation that names the tenant, a tenant admin who asks, an approval, and
 * the return from it. Only the browser is left out.
 *
 * @param wish.approve grants the permissions at Entra
 */
export async function connectTenant(
  db: Database,
  ring: Ring,
  wish: { tenantId: string; approve: () => Promise<unknown>; now?: () => Date },
): Promise<void> {
  const { tenantId, now = () => new Date() } = wish;
  const made = await createInvitation(db, { label: 'Test', namedTenantId: tenantId, expiresInDays: 7, operator, now: now() });
  const invitation = await findInvitation(db, made.code);
  const person = {
    sessionId: randomUUID(),
    tenantId,
    oid: randomUUID(),
    username: 'admin@test.example',
    name: 'Ada Admin',
    standing: 'tenant-admin' as const,
  };
  const begun = await beginConsent(db, { person, tenantName: 'test.example', invitation, connect: 'invitation', now: now() });
  if (begun.kind !== 'begun') throw new Error(`consent could not be begun: ${begun.reason}`);
  await wish.approve();
  const answer = { state: begun.state, kind: 'approved' as const, claimedTenantId: tenantId };
  const outcome = await returnFromConsent(db, ring, { answer, sessionId: person.sessionId, now: now() });
  if (outcome.kind !== 'returned') throw new Error(`the consent callback was ${outcome.kind}`);
}

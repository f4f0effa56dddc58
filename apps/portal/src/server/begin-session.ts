import { createSession, endSession, type OperatorRole } from '@tenantry/domain';
import type { SignedInPerson } from '@tenantry/entra/consent';
import { cookiesOf, readSealedCookie, setSealedCookie } from './cookies.ts';
import { services } from './services.ts';
import { connectCookie, operatorCookie } from './session.ts';

const hour = 3_600_000;
const operatorLifetimeMs = 10 * hour;
const tenantAdminLifetimeMs = 12 * hour;

/** Begins an operator's session, which ends the one this browser had. Gives the `Set-Cookie` value. */
export async function beginOperatorSession(request: Request, person: SignedInPerson, role: OperatorRole | null): Promise<string> {
  const known = await readSealedCookie(cookiesOf(request), 'operatorSession', operatorCookie);
  const sessionId = await replaceSession(known?.sessionId, { kind: 'operator', person, role, lifetimeMs: operatorLifetimeMs });
  return setSealedCookie('operatorSession', { sessionId }, operatorLifetimeMs / 1000);
}

/** Begins the session of a person of a customer tenant, as above. @param invitationCode the link by which the person came */
export async function beginConnectSession(
  request: Request,
  person: SignedInPerson,
  invitationCode: string | null,
): Promise<string> {
  const known = await readSealedCookie(cookiesOf(request), 'connectSession', connectCookie);
  const lifetimeMs = tenantAdminLifetimeMs;
  const sessionId = await replaceSession(known?.sessionId, { kind: 'tenant_admin', person, role: null, lifetimeMs });
  return setSealedCookie('connectSession', { sessionId, invitationCode }, lifetimeMs / 1000);
}

async function replaceSession(
  former: string | undefined,
  begun: { kind: 'operator' | 'tenant_admin'; person: SignedInPerson; role: OperatorRole | null; lifetimeMs: number },
): Promise<string> {
  const { db } = services();
  const { tenantId, oid, name, username, wids, loginHint, authenticatedAt } = begun.person;
  const { kind, role, lifetimeMs } = begun;
  const row = { kind, tenantId, oid, name, username, role, wids, loginHint, authenticatedAt, lifetimeMs, now: new Date() };
  const { id } = await createSession(db, row);
  if (former !== undefined) await endSession(db, former);
  return id;
}

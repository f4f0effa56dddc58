import { findSession, type OperatorRole } from '@tenantry/domain';
import { directoryStanding } from '@tenantry/entra/consent';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { type CookieReader, cookiesOf, readSealedCookie } from './cookies.ts';
import { type Destination, signInPath } from './route-names.ts';
import { services } from './services.ts';

const rolesFromBelow: readonly OperatorRole[] = ['Viewer', 'Operator', 'Admin'];

/** A signed-in person of the operators' tenant, with or without a role. */
interface OperatorPerson {
  id: string;
  tenantId: string;
  oid: string;
  name: string;
  username: string;
  role: OperatorRole | null;
  loginHint: string | null;
}

/** An operator: a person of the operators' tenant who has a role there. */
export interface OperatorSession extends OperatorPerson {
  role: OperatorRole;
}

/** A signed-in person of a customer tenant. */
export interface TenantAdminSession {
  id: string;
  tenantId: string;
  oid: string;
  name: string;
  username: string;
  loginHint: string | null;
  standing: 'tenant-admin' | 'not-admin' | 'unknown';
  /** The code of the link by which the person came; null when there was none. */
  invitationCode: string | null;
}

/** What the sealed session cookies hold. */
export const operatorCookie = z.object({ sessionId: z.guid() });
export const connectCookie = z.object({ sessionId: z.guid(), invitationCode: z.string().nullable() });

/** Whether a role allows what `minimum` allows: Viewer sees, Operator acts, Admin may do everything. */
export function roleAllows(role: OperatorRole, minimum: OperatorRole): boolean {
  return rolesFromBelow.indexOf(role) >= rolesFromBelow.indexOf(minimum);
}

/** The operator who asks, in a page or server action; null when nobody is signed in or the person has no role. */
export async function operatorSession(): Promise<OperatorSession | null> {
  return withRole(await readOperatorPerson(await cookies()));
}

/** The operator who sent a request, for handlers; null as above. */
export async function operatorSessionOf(request: Request): Promise<OperatorSession | null> {
  return withRole(await readOperatorPerson(cookiesOf(request)));
}

/** The operator, or a redirect to sign-in that leads back to `destination`. For pages; a role below `minimum` gets the page that says so. */
export async function requireOperator(minimum: OperatorRole, destination: Destination): Promise<OperatorSession> {
  if (services().settings.OPERATOR_TENANT_ID === undefined) redirect('/auth/operator/closed');
  const person = await readOperatorPerson(await cookies());
  if (person === null) redirect(signInPath(destination));
  const session = withRole(person);
  if (session === null || !roleAllows(session.role, minimum)) redirect('/auth/operator/no-role');
  return session;
}

/** The signed-in person of the operators' tenant, whatever their role. */
export async function readOperatorPerson(reader: CookieReader): Promise<OperatorPerson | null> {
  const content = await readSealedCookie(reader, 'operatorSession', operatorCookie);
  if (content === null) return null;
  const { db, settings } = services();
  const row = await findSession(db, content.sessionId, new Date());
  if (row === null || row.kind !== 'operator' || row.tenantId !== settings.OPERATOR_TENANT_ID) return null;
  const { id, tenantId, oid, name, username, loginHint, role } = row;
  return { id, tenantId, oid, name, username, loginHint, role };
}

/** The person of a customer tenant who asks, in a page. */
export async function tenantAdminSession(): Promise<TenantAdminSession | null> {
  return readTenantAdmin(await cookies());
}

/** The person of a customer tenant who sent a request, for handlers. */
export async function tenantAdminSessionOf(request: Request): Promise<TenantAdminSession | null> {
  return readTenantAdmin(cookiesOf(request));
}

async function readTenantAdmin(reader: CookieReader): Promise<TenantAdminSession | null> {
  const content = await readSealedCookie(reader, 'connectSession', connectCookie);
  if (content === null) return null;
  const row = await findSession(services().db, content.sessionId, new Date());
  if (row === null || row.kind !== 'tenant_admin') return null;
  const { id, tenantId, oid, name, username, loginHint } = row;
  const standing = directoryStanding(row);
  return { id, tenantId, oid, name, username, loginHint, standing, invitationCode: content.invitationCode };
}

function withRole(person: OperatorPerson | null): OperatorSession | null {
  return person === null || person.role === null ? null : { ...person, role: person.role };
}

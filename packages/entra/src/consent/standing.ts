import { builtInRoles, tenantAdminRoles } from './directory-roles.ts';
import type { SignedInPerson } from './sign-in.ts';

const operatorRoles = ['Admin', 'Operator', 'Viewer'] as const;

export type OperatorRole = (typeof operatorRoles)[number];

/**
 * What the directory roles of an id token say about a person's right to approve application permissions of Graph.
 *
 * `unknown`: the token has no `wids`, or names a role that is not one of Microsoft's and may grant consent for all we know. Only active
 * role assignments show; an eligible one must be activated before the sign-in. (grant-admin-consent.md, optional-claims-reference.md)
 */
export function directoryStanding(person: Pick<SignedInPerson, 'wids'>): 'tenant-admin' | 'not-admin' | 'unknown' {
  const roles = person.wids?.map((role) => role.toLowerCase());
  if (roles?.some((role) => tenantAdminRoles.has(role))) return 'tenant-admin';
  return roles?.every((role) => builtInRoles.has(role)) ? 'not-admin' : 'unknown';
}

/**
 * The highest operator role a person holds, or null.
 *
 * App roles are assigned by each tenant's own admins, so they count only in a token of the operator tenant, from a sign-in that was
 * begun at that tenant (howto-add-app-roles-in-apps.md).
 *
 * @param where `signInTenant` is the tenant the sign-in was begun with: `organizations` never makes an operator
 */
export function operatorRole(
  person: Pick<SignedInPerson, 'tenantId' | 'roles'>,
  where: { operatorTenantId: string; signInTenant: string },
): OperatorRole | null {
  const home = where.operatorTenantId.toLowerCase();
  if (person.tenantId.toLowerCase() !== home || where.signInTenant.toLowerCase() !== home) return null;
  return operatorRoles.find((role) => person.roles.includes(role)) ?? null;
}

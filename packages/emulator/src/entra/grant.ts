import { randomUUID } from 'node:crypto';
import type { AppRegistration, AppRoleAssignment, ServicePrincipal, Tenant, World } from '../world/world.ts';
import { applicationPermissions } from './graph-permissions.ts';

/** The app's service principal in a tenant, made if it is not there. */
export function ensureServicePrincipal(world: World, tenant: Tenant, clientId: string): ServicePrincipal {
  const existing = tenant.servicePrincipals.get(clientId);
  if (existing) return existing;
  const made: ServicePrincipal = {
    id: randomUUID(),
    appId: clientId,
    accountEnabled: true,
    createdAt: world.clock.now(),
    appRoleAssignments: [],
    signInConsented: false,
    flaps: 0,
  };
  tenant.servicePrincipals.set(clientId, made);
  return made;
}

/**
 * Tenant-wide consent to the registration's whole list: afterwards exactly that list is assigned. What was assigned already goes on without
 * interruption, the rest holds after the tenant's propagation delay, what is no longer listed is gone. (grant-admin-consent.md)
 */
export function grantWholeList(world: World, tenant: Tenant, registration: AppRegistration): ServicePrincipal {
  const principal = ensureServicePrincipal(world, tenant, registration.clientId);
  const now = world.clock.now();
  const effectiveAt = new Date(now.getTime() + tenant.propagation.delayMs);
  principal.signInConsented = true;
  principal.appRoleAssignments = registration.requiredAppRoles.map((value): AppRoleAssignment => {
    const held = principal.appRoleAssignments.find((assignment) => assignment.value === value);
    const appRoleId = applicationPermissions[value]?.id;
    if (appRoleId === undefined) throw new Error(`The emulator does not know the application permission ${value}.`);
    return held ?? { id: randomUUID(), appRoleId, value, createdAt: now, effectiveAt };
  });
  return principal;
}

/** Values of the roles a new token carries at this moment. */
export function effectiveRoles(world: World, principal: ServicePrincipal): string[] {
  const now = world.clock.nowMs();
  return principal.appRoleAssignments.filter((assignment) => assignment.effectiveAt.getTime() <= now).map(({ value }) => value);
}

/**
 * Whether Graph lets a caller through that needs any one of these permissions: the presented token carries it, or the grant is still
 * spreading in a tenant that flaps, where answers alternate from no to yes. Ask once a request.
 */
export function grantedOnGraph(
  world: World,
  caller: { tenantId: string; clientId: string; roles: readonly string[] },
  anyOf: readonly string[],
): boolean {
  if (anyOf.some((permission) => caller.roles.includes(permission))) return true;
  const tenant = world.tenants.get(caller.tenantId);
  if (!tenant?.propagation.flapping) return false;
  const principal = tenant.servicePrincipals.get(caller.clientId);
  const now = world.clock.nowMs();
  const spreading = principal?.appRoleAssignments.some(
    ({ value, effectiveAt }) => anyOf.includes(value) && effectiveAt.getTime() > now,
  );
  if (!principal || !spreading) return false;
  principal.flaps += 1;
  return principal.flaps % 2 === 0;
}

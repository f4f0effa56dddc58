import { seededGuid } from '../world/seeded-ids.ts';
import type { AppRegistration, World } from '../world/world.ts';

export const homeTenantId = 'aaaaaaaa-0000-4000-8000-000000000001';

/** The registration customers approve: application permissions of Graph. */
export const directoryRegistrationClientId = 'd1000000-0000-4000-8000-00000000d1d1';
/** The registration people sign in to. */
export const signInRegistrationClientId = '51000000-0000-4000-8000-000000005151';

/** What the directory registration asks customers for. */
export const directoryPermissions: readonly string[] = [
  'User.Read.All',
  'GroupMember.Read.All',
  'Organization.Read.All',
  'Device.Read.All',
  'AuditLog.Read.All',
  'Application.Read.All',
  'RoleManagement.Read.Directory',
];

const publisherName = 'Contoso Cloud Software';

const operatorRoles = ['Admin', 'Operator', 'Viewer'];

/** A multi-tenant app of the ISV that nobody can use yet. */
export const newRegistration = (clientId: string, displayName: string): AppRegistration => ({
  clientId,
  objectId: seededGuid('application', clientId),
  homeTenantId,
  displayName,
  publisherName,
  publisherVerified: true,
  signInAudience: 'AzureADMultipleOrgs',
  redirectUris: [],
  requiredAppRoles: [],
  appRoles: [],
  groupMembershipClaims: null,
  secrets: [],
  certificates: [],
  federatedCredentials: [],
});

/** Registers the two apps of the ISV. */
export function addRegistrations(world: World): void {
  world.registrations.set(directoryRegistrationClientId, {
    ...newRegistration(directoryRegistrationClientId, 'Tenantry Directory'),
    requiredAppRoles: [...directoryPermissions],
    secrets: [{ value: 'demo-directory-secret', expiresAt: null }],
  });
  world.registrations.set(signInRegistrationClientId, {
    ...newRegistration(signInRegistrationClientId, 'Tenantry'),
    appRoles: operatorRoles.map((value) => ({ id: seededGuid('app role', value), value, displayName: value })),
    groupMembershipClaims: 'DirectoryRole',
    secrets: [{ value: 'demo-sign-in-secret', expiresAt: null }],
  });
}

/** Registers the portal's addresses: where sign-in, sign-out and consent return to. `portalUrl` is an origin. */
export function registerPortal(world: World, portalUrl: string): void {
  const at = (path: string) => new URL(path, portalUrl).href;
  const signIn = world.registrations.get(signInRegistrationClientId);
  const directory = world.registrations.get(directoryRegistrationClientId);
  if (signIn) signIn.redirectUris = [at('/auth/operator/callback'), at('/auth/connect/callback'), at('/signed-out')];
  if (directory) directory.redirectUris = [at('/connect/callback')];
}

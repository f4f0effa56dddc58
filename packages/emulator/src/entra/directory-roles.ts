import type { Account } from '../world/world.ts';

/** Template ids of directory roles, as they stand in `wids`. (role permissions-reference.md) */
export const directoryRoles = {
  globalAdministrator: '62e90394-69f5-4237-9190-012177145e10',
  privilegedRoleAdministrator: 'e8611ab8-c189-46e8-94e1-60213ab1f814',
  applicationAdministrator: '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
  cloudApplicationAdministrator: '158c047a-c907-4556-b7ef-446551a6b5f7',
} as const;

/** Not administrator roles: Entra puts one into the `wids` of every member of a tenant, the other into those of every guest. */
export const memberRole = 'b79fbf4d-3ef9-4689-8143-76b194e85509';
export const guestRole = '13bd1c72-6f4a-4dcf-985f-18d3b80f208a';

/** Role template of the tenant's own making, which may grant consent; nobody outside can know what it means. */
const customRole = 'f00d1e55-0000-4000-8000-00000000c057';

const widsOfKind: Record<Account['kind'], string[]> = {
  'global-admin': [directoryRoles.globalAdministrator, memberRole],
  'privileged-role-admin': [directoryRoles.privilegedRoleAdministrator, memberRole],
  'application-admin': [directoryRoles.applicationAdministrator, memberRole],
  user: [memberRole],
  guest: [guestRole],
  'custom-role': [customRole, memberRole],
};

/** The roles a person of this kind holds unless told otherwise. */
export const usualRoles = (kind: Account['kind']): string[] => [...widsOfKind[kind]];

/**
 * Whether this person may consent for the whole tenant. Application permissions of Graph need a Privileged Role or Global Administrator;
 * application administrators may grant anything else. (grant-admin-consent.md, prerequisites)
 */
export function mayConsentForTenant(account: Account, asksForGraphAppRoles: boolean): boolean {
  const holds = (role: string) => account.wids.includes(role);
  if (holds(directoryRoles.globalAdministrator) || holds(directoryRoles.privilegedRoleAdministrator) || holds(customRole))
    return true;
  const applicationAdmin = holds(directoryRoles.applicationAdministrator) || holds(directoryRoles.cloudApplicationAdministrator);
  return applicationAdmin && !asksForGraphAppRoles;
}

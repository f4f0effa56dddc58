import type { JobName } from '@tenantry/domain';
import type { Job } from '../engine/slice.ts';
import { adminRoles } from './admin-roles/admin-roles.ts';
import { credentialExpiry } from './credential-expiry/credential-expiry.ts';
import { directorySync } from './directory-sync/directory-sync.ts';
import { groupMembershipExport } from './group-membership-export/group-membership-export.ts';
import { inactiveUsers } from './inactive-users/inactive-users.ts';
import { licenceInventory } from './licence-inventory/licence-inventory.ts';
import { mfaRegistration } from './mfa-registration/mfa-registration.ts';
import { verifyConnection } from './verify-connection.ts';

/** What each job of the catalogue does. */
export const jobs: Record<JobName, Job> = {
  'verify-connection': verifyConnection,
  'directory-sync': directorySync,
  'licence-inventory': licenceInventory,
  'inactive-users': inactiveUsers,
  'mfa-registration': mfaRegistration,
  'credential-expiry': credentialExpiry,
  'group-membership-export': groupMembershipExport,
  'admin-roles': adminRoles,
};

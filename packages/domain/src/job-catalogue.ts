import { adminRoles } from './job-catalogue/admin-roles.ts';
import { credentialExpiry } from './job-catalogue/credential-expiry.ts';
import { directorySync } from './job-catalogue/directory-sync.ts';
import { groupMembershipExport } from './job-catalogue/group-membership-export.ts';
import { inactiveUsers } from './job-catalogue/inactive-users.ts';
import type { JobDefinition } from './job-catalogue/job-definition.ts';
import { licenceInventory } from './job-catalogue/licence-inventory.ts';
import { mfaRegistration } from './job-catalogue/mfa-registration.ts';
import { verifyConnection } from './job-catalogue/verify-connection.ts';

export type { JobDefinition, ResultColumn } from './job-catalogue/job-definition.ts';

/** What each job is. What it does stands in the worker, under the same name. */
export const jobCatalogue = {
  'verify-connection': verifyConnection,
  'directory-sync': directorySync,
  'licence-inventory': licenceInventory,
  'inactive-users': inactiveUsers,
  'mfa-registration': mfaRegistration,
  'credential-expiry': credentialExpiry,
  'group-membership-export': groupMembershipExport,
  'admin-roles': adminRoles,
} satisfies { [Name in string]: JobDefinition<Name> };

export type JobName = keyof typeof jobCatalogue;

/** The definition of a job, or undefined when there is none of that name. */
export function findJob(name: string): JobDefinition<JobName> | undefined {
  return Object.hasOwn(jobCatalogue, name) ? jobCatalogue[name as JobName] : undefined;
}

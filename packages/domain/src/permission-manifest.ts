import { type JobDefinition, type JobName, jobCatalogue } from './job-catalogue.ts';

export interface ManifestPermission {
  /** Value of the Graph application permission, e.g. `User.Read.All`. */
  value: string;
  /** Id of the app role on the Graph service principal; the same in every tenant. */
  appRoleId: string;
  /** Jobs that need it, or see more with it. */
  jobs: JobName[];
}

/** From the Graph permissions reference (permissions-reference.md). */
const appRoleIds: Record<string, string> = {
  'User.Read.All': 'df021288-bdef-4463-88db-98f22de89214',
  'GroupMember.Read.All': '98830695-27a2-44f7-8c18-0c3ebc9698f6',
  'Organization.Read.All': '498476ce-e0fe-48b0-b801-37ba7e2685c6',
  'Device.Read.All': '7438b122-aefc-4978-80ed-43db9fcc7715',
  'AuditLog.Read.All': 'b0afded3-3588-46d8-8b3d-9842eff778da',
  'Application.Read.All': '9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30',
  'RoleManagement.Read.Directory': '483bed4a-2ad3-4361-a73b-c83ccdbdc53c',
};

const jobs: readonly JobDefinition<JobName>[] = Object.values(jobCatalogue);

/**
 * What customers are asked to approve: the union of what the jobs need. A daemon has no incremental consent, so the list is static;
 * whoever changes it raises `version`, and a test holds the two together.
 */
export const permissionManifest: { version: number; permissions: ManifestPermission[] } = {
  version: 2,
  permissions: Object.entries(appRoleIds).map(([value, appRoleId]) => ({
    value,
    appRoleId,
    jobs: jobs
      .filter((job) => job.permissions.includes(value) || job.optionalPermissions.includes(value))
      .map(({ name }) => name),
  })),
};

/** How the permissions seen in a proof stand to the manifest. */
export function compareWithManifest(granted: readonly string[]): { missing: string[]; unexpected: string[] } {
  const asked = permissionManifest.permissions.map(({ value }) => value);
  return {
    missing: asked.filter((value) => !granted.includes(value)),
    unexpected: granted.filter((value) => !asked.includes(value)),
  };
}

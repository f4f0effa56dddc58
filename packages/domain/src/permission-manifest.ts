import { type JobName, jobCatalogue } from './job-catalogue.ts';

export interface ManifestPermission {
  /** Value of the Graph application permission, e.g. `User.Read.All`. */
  value: string;
  /** Id of the app role on the Graph service principal; the same in every tenant. */
  appRoleId: string;
  jobs: JobName[];
}

/** From the Graph permissions reference (permissions-reference.md). */
const appRoleIds: Record<string, string> = {
  'User.Read.All': 'df021288-bdef-4463-88db-98f22de89214',
  'GroupMember.Read.All': '98830695-27a2-44f7-8c18-0c3ebc9698f6',
  'Organization.Read.All': '498476ce-e0fe-48b0-b801-37ba7e2685c6',
};

const jobs = Object.values(jobCatalogue);

/**
 * What customers are asked to approve: the union of what the jobs need. A daemon has no incremental consent, so the list is static;
 * whoever changes it raises `version`, and a test holds the two together.
 */
export const permissionManifest: { version: number; permissions: ManifestPermission[] } = {
  version: 1,
  permissions: Object.entries(appRoleIds).map(([value, appRoleId]) => ({
    value,
    appRoleId,
    jobs: jobs.filter((job) => job.permissions.includes(value)).map((job) => job.name),
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

import type { Database } from '@tenantry/db';
import { workingStates } from '../connections/connection-states.ts';
import { type JobName, jobCatalogue } from '../job-catalogue.ts';
import { permissionManifest } from '../permission-manifest.ts';

/** Tenants with a working connection that lack something. */
export interface LackingTenants {
  /** By permission of the manifest. */
  byPermission: Record<string, number>;
  /** By job: those that lack at least one permission without which it is held. */
  byJob: Record<JobName, number>;
}

/** How many of the tenants whose connection works lack a permission, and how many could not run a job. */
export async function countLackingTenants(db: Database): Promise<LackingTenants> {
  const permissions = permissionManifest.permissions.map(({ value }) => value);
  const jobs = Object.values(jobCatalogue);
  return db.asFleet(async (tx) => {
    const lacking = async (needed: readonly string[]) =>
      needed.length === 0
        ? 0
        : tx.connection.count({
            where: { state: { in: [...workingStates] }, NOT: { grantedPermissions: { hasEvery: [...needed] } } },
          });
    const byPermission: Record<string, number> = {};
    for (const permission of permissions) byPermission[permission] = await lacking([permission]);
    const byJob = {} as Record<JobName, number>;
    for (const job of jobs) byJob[job.name] = await lacking(job.permissions);
    return { byPermission, byJob };
  });
}

import { z } from 'zod';

export type JobName = 'verify-connection' | 'directory-sync';

export interface JobDefinition {
  name: JobName;
  title: string;
  summary: string;
  /** What a person may set; the form is drawn from it and every request is checked against it. */
  params: z.ZodObject;
  /** Application permissions of Graph without which the job cannot run. */
  permissions: string[];
  access: 'read' | 'write';
  lane: 'prompt' | 'bulk';
  startableByHand: boolean;
}

/** What each job is. What it does stands in the worker, under the same name. */
export const jobCatalogue: Record<JobName, JobDefinition> = {
  'verify-connection': {
    name: 'verify-connection',
    title: 'Verify connection',
    summary: 'Proves with a fresh token and one call for each permission that the tenant still grants what was approved.',
    params: z.object({}),
    permissions: [],
    access: 'read',
    lane: 'prompt',
    startableByHand: true,
  },
  'directory-sync': {
    name: 'directory-sync',
    title: 'Directory sync',
    summary:
      'Reads the organisation, its users, groups and memberships: everything the first time, afterwards only what changed.',
    params: z.object({
      fullPass: z
        .boolean()
        .default(false)
        .meta({ title: 'Read everything again', description: 'Ignores the saved delta links and compares the whole directory.' }),
    }),
    permissions: ['User.Read.All', 'GroupMember.Read.All', 'Organization.Read.All'],
    access: 'read',
    lane: 'bulk',
    startableByHand: true,
  },
};

/** The definition of a job, or undefined when there is none of that name. */
export function findJob(name: string): JobDefinition | undefined {
  return Object.hasOwn(jobCatalogue, name) ? jobCatalogue[name as JobName] : undefined;
}

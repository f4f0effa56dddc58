import { type JobDefinition, jobCatalogue } from '@tenantry/domain';
import type { StartableJob } from './job-choice.tsx';
import { jobFields } from './job-fields.ts';

const catalogue: readonly JobDefinition[] = Object.values(jobCatalogue);

/** What an operator may start, with the fields of its form. */
export const startableJobs: StartableJob[] = catalogue
  .filter(({ startableByHand }) => startableByHand)
  .map(({ name, title, summary, params }) => ({ name, title, summary, fields: jobFields(params) }));

/** What a schedule may start. Connections are proven by heartbeats. */
export const schedulableJobs = startableJobs.filter(({ name }) => name !== 'verify-connection');

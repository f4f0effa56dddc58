import type { JobName } from '@tenantry/domain';
import type { Job } from '../engine/slice.ts';
import { directorySync } from './directory-sync/directory-sync.ts';
import { verifyConnection } from './verify-connection.ts';

/** What each job of the catalogue does. */
export const jobs: Record<JobName, Job> = {
  'verify-connection': verifyConnection,
  'directory-sync': directorySync,
};

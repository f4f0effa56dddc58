import type { Operation } from '../_door/operation.ts';
import { listGroupsOperation, listUsersOperation } from './directory.ts';
import { createInvitationOperation, listInvitationsOperation } from './invitations.ts';
import { listJobsOperation } from './jobs.ts';
import { findRunOperation, listRunsOperation, startRunsOperation } from './runs.ts';
import { findTenantOperation, listTenantsOperation } from './tenants.ts';

/** Everything the API does, besides the event stream and its own description. */
export const allOperations: readonly Operation[] = [
  listTenantsOperation,
  findTenantOperation,
  listUsersOperation,
  listGroupsOperation,
  listRunsOperation,
  findRunOperation,
  startRunsOperation,
  listJobsOperation,
  listInvitationsOperation,
  createInvitationOperation,
];

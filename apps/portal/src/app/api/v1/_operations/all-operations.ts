import type { Operation } from '../_door/operation.ts';
import {
  cancelBatchOperation,
  findBatchOperation,
  listBatchesOperation,
  pauseBatchOperation,
  resumeBatchOperation,
  retryBatchOperation,
  startBatchOperation,
} from './batches.ts';
import { listDevicesOperation, listGroupsOperation, listUsersOperation } from './directory.ts';
import { createInvitationOperation, listInvitationsOperation } from './invitations.ts';
import { listJobsOperation } from './jobs.ts';
import { listResultsOperation } from './run-results.ts';
import { cancelRunOperation, retryRunOperation } from './run-steering.ts';
import { findRunOperation, listRunsOperation, startRunsOperation } from './runs.ts';
import {
  changeScheduleOperation,
  createScheduleOperation,
  deleteScheduleOperation,
  findScheduleOperation,
  listSchedulesOperation,
} from './schedules.ts';
import { findTenantOperation, listTenantsOperation } from './tenants.ts';

/** Everything the API does, besides the event stream and its own description. */
export const allOperations: readonly Operation[] = [
  listTenantsOperation,
  findTenantOperation,
  listUsersOperation,
  listGroupsOperation,
  listDevicesOperation,
  listRunsOperation,
  findRunOperation,
  startRunsOperation,
  cancelRunOperation,
  retryRunOperation,
  listResultsOperation,
  listBatchesOperation,
  findBatchOperation,
  startBatchOperation,
  pauseBatchOperation,
  resumeBatchOperation,
  cancelBatchOperation,
  retryBatchOperation,
  listSchedulesOperation,
  findScheduleOperation,
  createScheduleOperation,
  changeScheduleOperation,
  deleteScheduleOperation,
  listJobsOperation,
  listInvitationsOperation,
  createInvitationOperation,
];

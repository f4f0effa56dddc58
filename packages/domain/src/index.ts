export { type AlertKind, alertKinds, listOpenAlerts, type OpenAlert } from './alerts/alerts.ts';
export { type BatchDetail, type BatchSummary, findBatch, listBatches } from './batches/batch-questions.ts';
export { type BatchState, batchStates } from './batches/batch-states.ts';
export { cancelBatch, pauseBatch, resumeBatch, retryFailedRuns } from './batches/steer-batch.ts';
export { type BudgetScope, drainBudget, type Grant, pauseBudget, takeUnits } from './budget/graph-budget.ts';
export { type ConnectionState, connectionChanges, connectionStates, workingStates } from './connections/connection-states.ts';
export { type ConnectionView, readConnectionView } from './connections/connection-view.ts';
export { clearCredentialTrouble, recordCredentialTrouble } from './connections/credential-breaker.ts';
export { requestHeartbeat } from './connections/heartbeat.ts';
export { nextTryAt, triesInFirstDay } from './connections/proof-schedule.ts';
export { type Organization, type ProofRecord, type ProofResult, recordProof } from './connections/record-proof.ts';
export { beginConsent, type ConsentRefusal, mayAskForConsent, type SignedIn } from './consent/begin-consent.ts';
export { type ConsentRequestState, consentRequestChanges, consentRequestStates } from './consent/consent-request-states.ts';
export {
  createInvitation,
  findInvitation,
  type Invitation,
  invitationStanding,
  listInvitations,
  revokeInvitation,
} from './consent/invitations.ts';
export { requestCheck } from './consent/request-check.ts';
export { type CallbackOutcome, type ConsentAnswer, returnFromConsent } from './consent/return-from-consent.ts';
export {
  type DirectoryQuery,
  type ListedDevice,
  type ListedGroup,
  type ListedUser,
  listDirectoryDevices,
  listDirectoryGroups,
  listDirectoryUsers,
} from './directory/directory-questions.ts';
export { DomainError } from './errors/domain-error.ts';
export { type ErrorDomain, errorDomains } from './errors/error-domains.ts';
export { type Explanation, explanationKeys, explanationOf } from './errors/explanations.ts';
export { type FleetFigures, readFleetFigures } from './fleet-figures.ts';
export { findJob, type JobDefinition, type JobName, jobCatalogue, type ResultColumn } from './job-catalogue.ts';
export { isCursorOf, type ListName, type Page } from './keyset.ts';
export { type Overview, readOverview } from './overview.ts';
export { type Actor, actorText } from './people/actor.ts';
export { readActorNames } from './people/actor-names.ts';
export { type ApiScope, createApiKey, findApiKey } from './people/api-keys.ts';
export { recordAudit } from './people/audit.ts';
export { createSession, endSession, findSession, type OperatorRole, type SessionRow } from './people/sessions.ts';
export { compareWithManifest, type ManifestPermission, permissionManifest } from './permission-manifest.ts';
export { clearResults, countResults, type ResultRow, readResults, streamResults, writeResults } from './results/run-results.ts';
export { type Purged, purge } from './retention/purge.ts';
export { retentionPolicy } from './retention/retention-policy.ts';
export {
  type Claim,
  claimRun,
  commitPage,
  LostClaim,
  type Position,
  RunCancelled,
  type RunProgress,
  renewLease,
} from './runs/claim.ts';
export { endSlice, type SliceEnd } from './runs/end-slice.ts';
export { type Failure, type FailureOutcome, failureOutcome } from './runs/failure-outcome.ts';
export { type RunLogEntry, writeRunLog } from './runs/run-log.ts';
export {
  findRun,
  listRuns,
  type RunDetail,
  type RunLogLine,
  type RunQuery,
  type RunSummary,
  readRunLog,
  readTimeline,
  runLogLevels,
  type TimelineEntry,
} from './runs/run-questions.ts';
export { activeRunStates, endedRunStates, type RunState, runChanges, runStates } from './runs/run-states.ts';
export { type Selection, selectionSchema } from './runs/selection.ts';
export type { Ring, Slip } from './runs/slip.ts';
export { type StartOutcome, startRuns } from './runs/start-runs.ts';
export { cancelRun, retryRun, type SteerOutcome } from './runs/steer-run.ts';
export { sweep } from './runs/sweep.ts';
export { type Cadence, nextFirings } from './schedules/cadence.ts';
export {
  createSchedule,
  deleteSchedule,
  type ScheduleOutcome,
  setScheduleEnabled,
  updateSchedule,
} from './schedules/change-schedule.ts';
export { checkCadence } from './schedules/check-cadence.ts';
export {
  findSchedule,
  type ListedSchedule,
  listSchedules,
  type ScheduleBatch,
  type ScheduleDetail,
  type ScheduleSummary,
} from './schedules/schedule-questions.ts';
export { type ScheduleWish, scheduleWishSchema } from './schedules/schedule-wish.ts';
export { confirmTenant } from './tenants/confirm-tenant.ts';
export { countLackingTenants, type LackingTenants } from './tenants/lacking-permissions.ts';
export { type Pause, pauseFleet, pauseTenant, readFleetPause, resumeFleet, resumeTenant } from './tenants/pause.ts';
export { readJobRunLimits, runLimitSchema, setJobRunLimit, setTenantRunLimit } from './tenants/run-limits.ts';
export { listTags, setTenantTags, tagSchema, tagsSchema } from './tenants/tags.ts';
export {
  countTenantsByState,
  findTenant,
  listTenants,
  type TenantDetail,
  type TenantQuery,
  type TenantSummary,
} from './tenants/tenant-questions.ts';
export { aliveForMs, heartbeatWorker, type Liveness, readLiveness, retireWorker } from './workers.ts';

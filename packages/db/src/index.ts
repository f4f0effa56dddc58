export { assertRunnable } from './assert-runnable.ts';
export { createDatabase, type Database, type DatabaseOptions, type Tx } from './database.ts';
export { DatabaseError, type DatabaseErrorCode } from './errors.ts';
export {
  type Alert,
  type ApiKey,
  type AuditEntry,
  type Batch,
  BatchState,
  CatchUp,
  type Connection,
  ConnectionState,
  type ConsentRequest,
  ConsentRequestState,
  type DirectoryCursor,
  type DirectoryDevice,
  type DirectoryGroup,
  type DirectoryMembership,
  type DirectoryUser,
  type FleetState,
  type GraphBudget,
  type Invitation,
  type JobSetting,
  Lane,
  Prisma,
  type Run,
  type RunEvent,
  type RunLog,
  type RunResult,
  RunState,
  type Schedule,
  type Session,
  SessionKind,
  type Tenant,
  type Worker,
} from './generated/client.ts';
export type { Installation } from './installation.ts';
export { type Listener, notifyChange } from './listen.ts';
export { migrate } from './migrate.ts';
export { type AlertRow, claimAlertCheck, findMissedSchedules, reconcileAlerts } from './statements/alerts.ts';
export { type BatchStanding, closeEndedBatches, readBatchStandings } from './statements/batches.ts';
export { countDirectory } from './statements/count-directory.ts';
export { type DeviceRow, removeDevices, sweepDevices, writeDevices } from './statements/devices.ts';
export { countMet, keepCursor, newestGeneration } from './statements/directory-passes.ts';
export { lockDueSchedules, tryInside } from './statements/due-schedules.ts';
export { type FleetCounts, readFleetCounts } from './statements/fleet-figures.ts';
export { drainBudgetTo, pauseBudgetUntil, type TakenUnits, takeBudgetUnits } from './statements/graph-budget.ts';
export { type GroupRow, removeGroups, sweepGroups, writeGroups } from './statements/groups.ts';
export { readWorkStanding, type WorkStanding } from './statements/liveness.ts';
export { addMemberships, type MembershipRow, removeMemberships, sweepMemberships } from './statements/memberships.ts';
export { readClock } from './statements/read-clock.ts';
export {
  claimPurge,
  deleteEmptyBatches,
  type EndedRun,
  findEndedHeartbeats,
  findEndedRuns,
  findSurplusResults,
  trimRuns,
} from './statements/retention.ts';
export { type ClaimedRun, claimRunRow, renewLeaseRow, takeBackExpiredRuns, writePosition } from './statements/run-claims.ts';
export {
  type CreatedRuns,
  createProofRows,
  createRunRows,
  type RunCreation,
  type Skipped,
  type TenantChoice,
} from './statements/run-creation.ts';
export { type LeftRun, leaveRunning, type RunLeaving } from './statements/run-ends.ts';
export { dropRunResults, type ResultRow, writeRunResults } from './statements/run-results.ts';
export { ringDueRuns, ringLostSlips } from './statements/run-ringing.ts';
export { countEndedByHour, findSettlingWithoutProof, holdRunsOfIdleConnections } from './statements/run-statements.ts';
export { cancelRunRows, failRunsPastDeadline, type RunChoice, retryRunRows } from './statements/run-steering.ts';
export { type PackedUsers, packUsers, removeUsers, sweepUsers, type UserRow, writeUsers } from './statements/users.ts';

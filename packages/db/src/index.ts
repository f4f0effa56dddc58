export { assertRunnable } from './assert-runnable.ts';
export { createDatabase, type Database, type DatabaseOptions, type Tx } from './database.ts';
export { DatabaseError, type DatabaseErrorCode } from './errors.ts';
export {
  type ApiKey,
  type AuditEntry,
  type Batch,
  type Connection,
  ConnectionState,
  type ConsentRequest,
  ConsentRequestState,
  type DirectoryCursor,
  type DirectoryGroup,
  type DirectoryMembership,
  type DirectoryUser,
  type FleetState,
  type Invitation,
  Lane,
  Prisma,
  type Run,
  type RunEvent,
  type RunLog,
  RunState,
  type Session,
  SessionKind,
  type Tenant,
  type Worker,
} from './generated/client.ts';
export type { Installation } from './installation.ts';
export { type Listener, notifyChange } from './listen.ts';
export { migrate } from './migrate.ts';
export { countDirectory } from './statements/count-directory.ts';
export { type GroupRow, removeGroups, sweepGroups, writeGroups } from './statements/groups.ts';
export { addMemberships, type MembershipRow, removeMemberships, sweepMemberships } from './statements/memberships.ts';
export {
  type ClaimedRun,
  claimRunRow,
  countEndedByHour,
  findSettlingWithoutProof,
  holdRunsOfIdleConnections,
  ringDueRuns,
  ringLostSlips,
  takeBackExpiredRuns,
} from './statements/run-statements.ts';
export { removeUsers, sweepUsers, type UserRow, writeUsers } from './statements/users.ts';

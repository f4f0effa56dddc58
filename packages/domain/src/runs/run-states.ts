/**
 * One run of one job for one tenant.
 *
 * - `queued`    not begun: waits for its turn.
 * - `running`   claimed by one worker, under a lease and a fence.
 * - `waiting`   begun, between two slices: for its turn, or until `notBefore`.
 * - `held`      may not run now: its tenant is settling or lacks a permission, or our own credential is broken. Released by what held it.
 * - `succeeded` did all of it.
 * - `partial`   ended, and says what it could not do. A retry begins anew.
 * - `failed`    gave up, or its deadline passed; error and checkpoint are kept, and a retry goes on from there.
 * - `cancelled` stopped by an operator.
 */
export const runStates = ['queued', 'running', 'waiting', 'held', 'succeeded', 'partial', 'failed', 'cancelled'] as const;

export type RunState = (typeof runStates)[number];

export const activeRunStates = ['queued', 'running', 'waiting', 'held'] as const satisfies RunState[];
export const endedRunStates = ['succeeded', 'partial', 'failed', 'cancelled'] as const satisfies RunState[];

/** Every change of state that is allowed. */
export const runChanges = {
  queued: ['running', 'held', 'failed', 'cancelled'],
  running: ['waiting', 'held', 'succeeded', 'partial', 'failed', 'cancelled'],
  waiting: ['running', 'held', 'failed', 'cancelled'],
  held: ['queued', 'cancelled', 'failed'],
  succeeded: [],
  partial: ['queued'],
  failed: ['queued'],
  cancelled: [],
} as const satisfies Record<RunState, readonly RunState[]>;

/** A state that a run may take from `From`: a change that is not in the table does not compile. */
export type StateAfter<From extends RunState> = (typeof runChanges)[From][number];

/**
 * One wish for many tenants, made of runs.
 *
 * - `running`   its runs are dispatched as their turn comes.
 * - `paused`    none of its runs is dispatched, until it is resumed or until an instant; those under way put their work down.
 * - `ended`     every run has ended.
 * - `cancelled` stopped by an operator; those under way end with their present page.
 */
export const batchStates = ['running', 'paused', 'ended', 'cancelled'] as const;

export type BatchState = (typeof batchStates)[number];

/** Every change of state that is allowed. `ended` and `cancelled` are left when runs of the batch are retried. */
const batchChanges: Record<BatchState, readonly BatchState[]> = {
  running: ['paused', 'ended', 'cancelled'],
  paused: ['paused', 'running', 'ended', 'cancelled'],
  ended: ['running'],
  cancelled: ['running'],
};

/** The states from which one may come to `target`. */
export function batchStatesLeadingTo(target: BatchState): BatchState[] {
  return batchStates.filter((state) => batchChanges[state].includes(target));
}

import type { SteerOutcome } from '@tenantry/domain';
import { problem } from '../../api/v1/_door/problem.ts';

/**
 * The answer after something was steered.
 *
 * @param outcome what the domain said
 * @param unknown what the operator reads when there is no such thing
 * @param notPossible what they read when its state does not allow it
 */
export function steerAnswer(
  outcome: SteerOutcome,
  unknown: string,
  notPossible = 'That is not possible now.',
): object | Response {
  if (outcome === 'done') return { outcome };
  return outcome === 'unknown' ? problem('not-found', unknown) : problem('refused', notPossible);
}

export const noBatch = 'There is no batch of this id.';
export const noRun = 'There is no run of this id.';
export const noTenant = 'There is no tenant of this id.';

import type { ScheduleOutcome } from '@tenantry/domain';
import { problem } from '../../api/v1/_door/problem.ts';

/** The answer after a schedule was made or changed. */
export function scheduleAnswer(outcome: ScheduleOutcome): object | Response {
  if (outcome.kind === 'saved') return { scheduleId: outcome.scheduleId };
  if (outcome.kind === 'unknown') return problem('not-found', noSchedule);
  return problem('refused', 'Some fields need another look.', { problems: outcome.problems });
}

export const noSchedule = 'There is no schedule of this id.';

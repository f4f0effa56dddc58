import type { ScheduleSummary } from '@tenantry/domain';
import type { scheduleWords } from '../words.ts';

/** Whether a schedule fires, in one word. */
export function standingOf({ enabled, problemCode }: ScheduleSummary): keyof typeof scheduleWords {
  if (!enabled) return 'off';
  return problemCode === null ? 'on' : 'problem';
}

import { runLimitSchema, setJobRunLimit } from '@tenantry/domain';
import { z } from 'zod';
import { services } from '../../../../server/services.ts';
import { consoleAction } from '../console-action.ts';
import { steerAnswer } from '../steer-answer.ts';

/** Sets how many runs of a job one tenant may have at work at once. */
export const POST = consoleAction(
  z.strictObject({ job: z.string().max(100), runLimit: runLimitSchema }),
  async ({ job, runLimit }, actor) => {
    const outcome = await setJobRunLimit(services().db, { job, runLimit, actor, now: new Date() });
    return steerAnswer(outcome, 'There is no job of this name.');
  },
  'Admin',
);

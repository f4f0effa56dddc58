import { pauseTenant } from '@tenantry/domain';
import { z } from 'zod';
import { services } from '../../../../server/services.ts';
import { untilField } from '../../../api/v1/_schemas/pause.ts';
import { consoleAction } from '../console-action.ts';
import { noTenant, steerAnswer } from '../steer-answer.ts';

/** Pauses every run of a tenant. */
export const POST = consoleAction(
  z.strictObject({ tenantId: z.guid().toLowerCase(), until: untilField }),
  async (wish, actor) => {
    const outcome = await pauseTenant(services().db, { ...wish, actor, now: new Date() });
    return steerAnswer(outcome, noTenant, 'That moment has passed already.');
  },
);

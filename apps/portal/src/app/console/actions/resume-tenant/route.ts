import { resumeTenant } from '@tenantry/domain';
import { z } from 'zod';
import { services } from '../../../../server/services.ts';
import { consoleAction } from '../console-action.ts';
import { noTenant, steerAnswer } from '../steer-answer.ts';

/** Lets the runs of a tenant go on. */
export const POST = consoleAction(z.strictObject({ tenantId: z.guid().toLowerCase() }), async ({ tenantId }, actor) => {
  const { db, ring } = services();
  const outcome = await resumeTenant(db, ring, { tenantId, actor, now: new Date() });
  return steerAnswer(outcome, noTenant, 'The tenant is not paused any more.');
});

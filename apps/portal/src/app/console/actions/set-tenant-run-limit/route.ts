import { runLimitSchema, setTenantRunLimit } from '@tenantry/domain';
import { z } from 'zod';
import { services } from '../../../../server/services.ts';
import { consoleAction } from '../console-action.ts';
import { noTenant, steerAnswer } from '../steer-answer.ts';

const wish = z.strictObject({ tenantId: z.guid().toLowerCase(), runLimit: runLimitSchema.nullable() });

/** Sets how many runs of a tenant may be at work at once. */
export const POST = consoleAction(wish, async ({ tenantId, runLimit }, actor) => {
  const outcome = await setTenantRunLimit(services().db, { tenantId, runLimit, actor, now: new Date() });
  return steerAnswer(outcome, noTenant);
});

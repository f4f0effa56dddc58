import { setTenantTags, tagsSchema } from '@tenantry/domain';
import { z } from 'zod';
import { services } from '../../../../server/services.ts';
import { consoleAction } from '../console-action.ts';
import { noTenant, steerAnswer } from '../steer-answer.ts';

/** Gives a tenant these tags and no others. */
export const POST = consoleAction(z.strictObject({ tenantId: z.guid().toLowerCase(), tags: tagsSchema }), async (wish, actor) => {
  const outcome = await setTenantTags(services().db, { ...wish, actor, now: new Date() });
  return steerAnswer(outcome, noTenant);
});

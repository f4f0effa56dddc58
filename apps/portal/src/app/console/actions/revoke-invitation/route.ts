import { revokeInvitation } from '@tenantry/domain';
import { z } from 'zod';
import { services } from '../../../../server/services.ts';
import { consoleAction } from '../console-action.ts';

/** Ends a link. */
export const POST = consoleAction(z.strictObject({ id: z.guid() }), async ({ id }, operator) => {
  await revokeInvitation(services().db, { id, operator, now: new Date() });
  return { id };
});

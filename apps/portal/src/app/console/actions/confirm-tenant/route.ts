import { confirmTenant } from '@tenantry/domain';
import { z } from 'zod';
import { services } from '../../../../server/services.ts';
import { problem } from '../../../api/v1/_door/problem.ts';
import { consoleAction } from '../console-action.ts';

/** Confirms a tenant that is proven and that nobody had named. */
export const POST = consoleAction(z.strictObject({ tenantId: z.guid().toLowerCase() }), async ({ tenantId }, operator) => {
  const outcome = await confirmTenant(services().db, { tenantId, operator, now: new Date() });
  if (outcome === 'confirmed') return { outcome };
  return problem('refused', 'This tenant is not waiting for confirmation any more.');
});

import { createInvitation } from '@tenantry/domain';
import { services } from '../../../../server/services.ts';
import { newInvitationSchema } from '../../../api/v1/_schemas/invitation.ts';
import { consoleAction } from '../console-action.ts';

/** Makes a link for one customer. */
export const POST = consoleAction(newInvitationSchema, async ({ tenantId, domain, ...wish }, operator) => {
  const { db, settings } = services();
  const named = { namedTenantId: tenantId, namedDomain: domain };
  const { id, code } = await createInvitation(db, { ...wish, ...named, operator, now: new Date() });
  return { id, url: `${settings.PUBLIC_URL}/connect/i/${code}` };
});

import { createInvitation, type Invitation, invitationStanding, listInvitations } from '@tenantry/domain';
import { z } from 'zod';
import { services } from '../../../../server/services.ts';
import { operation } from '../_door/operation.ts';
import { invitationSchema, newInvitationSchema } from '../_schemas/invitation.ts';
import { pageOf, pagingFields } from '../_schemas/paging.ts';

export const listInvitationsOperation = operation({
  id: 'listInvitations',
  method: 'get',
  route: '/invitations',
  summary: 'Invitations, newest first',
  scope: 'read',
  query: z.strictObject(pagingFields(200)),
  answer: { status: 200, description: 'One page of invitations.', schema: pageOf(invitationSchema) },
  async run({ query }) {
    const page = await listInvitations(services().db, query);
    return { ...page, items: page.items.map((invitation) => shown(invitation, new Date())) };
  },
});

export const createInvitationOperation = operation({
  id: 'createInvitation',
  method: 'post',
  route: '/invitations',
  summary: 'Make a link for one customer',
  scope: 'run',
  body: newInvitationSchema,
  answer: { status: 201, description: 'The invitation with its link.', schema: invitationSchema },
  async run({ body: { tenantId, domain, ...wish }, caller }) {
    const now = new Date();
    const named = { namedTenantId: tenantId, namedDomain: domain };
    return shown(await createInvitation(services().db, { ...wish, ...named, operator: caller.actor, now }), now);
  },
});

function shown({ namedTenantId, namedDomain, code, ...invitation }: Invitation, now: Date): z.input<typeof invitationSchema> {
  const url = `${services().settings.PUBLIC_URL}/connect/i/${code}`;
  return { ...invitation, tenantId: namedTenantId, domain: namedDomain, url, standing: invitationStanding(invitation, now) };
}

import { handle } from '../_door/handle.ts';
import { createInvitationOperation, listInvitationsOperation } from '../_operations/invitations.ts';

export const GET = handle(listInvitationsOperation);
export const POST = handle(createInvitationOperation);

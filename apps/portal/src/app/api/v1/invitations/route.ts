import { handle } from '../_door/handle.ts';
import { offer } from '../_door/offer.ts';
import { createInvitationOperation, listInvitationsOperation } from '../_operations/invitations.ts';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = offer({
  GET: handle(listInvitationsOperation),
  POST: handle(createInvitationOperation),
});

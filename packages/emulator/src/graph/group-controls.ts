import { z } from 'zod';
import { type Control, ControlError, control, tenantOf } from '../control/control.ts';

const tenantId = z.guid();
const oneGroup = z.strictObject({ tenantId, groupId: z.guid() });
const oneEdge = oneGroup.extend({ memberId: z.guid() });
const displayName = z.string().min(1);

const noGroup = (groupId: string) => new ControlError('not-found', `The directory has no group ${groupId}.`);

/** What happens to groups and memberships in a customer's directory. */
export const groupControls: Control[] = [
  control({
    method: 'post',
    path: '/tenants/{tenantId}/groups',
    summary: 'Add an empty group: a security group, or with unified a Microsoft 365 group',
    input: z.strictObject({ tenantId, displayName: displayName.optional(), unified: z.boolean().optional() }),
    run: (world, { tenantId: id, ...group }) => tenantOf(world, id).directory.addGroup(group),
  }),
  control({
    method: 'patch',
    path: '/tenants/{tenantId}/groups/{groupId}',
    summary: 'Rename a group',
    input: oneGroup.extend({ displayName }),
    run(world, input) {
      const changed = tenantOf(world, input.tenantId).directory.changeGroup(input.groupId, { displayName: input.displayName });
      if (!changed) throw noGroup(input.groupId);
      return changed;
    },
  }),
  control({
    method: 'delete',
    path: '/tenants/{tenantId}/groups/{groupId}',
    summary: 'Delete a group with all its memberships',
    input: oneGroup,
    run(world, input) {
      if (!tenantOf(world, input.tenantId).directory.deleteGroup(input.groupId)) throw noGroup(input.groupId);
    },
  }),
  control({
    method: 'post',
    path: '/tenants/{tenantId}/groups/{groupId}/members',
    summary: 'Put a user or a group into a group',
    input: oneEdge,
    run(world, input) {
      const added = tenantOf(world, input.tenantId).directory.addMember(input.groupId, input.memberId);
      if (!added) throw new ControlError('conflict', 'Group or member is missing, or the membership exists already.');
    },
  }),
  control({
    method: 'delete',
    path: '/tenants/{tenantId}/groups/{groupId}/members/{memberId}',
    summary: 'Take a user or a group out of a group',
    input: oneEdge,
    run(world, input) {
      const removed = tenantOf(world, input.tenantId).directory.removeMember(input.groupId, input.memberId);
      if (!removed) throw new ControlError('not-found', 'There is no such membership.');
    },
  }),
];

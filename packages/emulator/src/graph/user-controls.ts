import { z } from 'zod';
import { type Control, ControlError, control, tenantOf } from '../control/control.ts';
import type { World } from '../world/world.ts';

const tenantId = z.guid();
const oneUser = z.strictObject({ tenantId, userId: z.guid() });
const displayName = z.string().min(1);
const userPrincipalName = z.string().regex(/^[^@\s]+@[^@\s]+$/);

type OneUser = z.infer<typeof oneUser>;

function changeUserState(world: World, input: OneUser, change: 'deleteUser' | 'restoreUser' | 'purgeUser', wanted: string): void {
  if (tenantOf(world, input.tenantId).directory[change](input.userId)) return;
  throw new ControlError('not-found', `The directory has no ${wanted} user ${input.userId}.`);
}

/** What happens to users in a customer's directory. */
export const userControls: Control[] = [
  control({
    method: 'post',
    path: '/tenants/{tenantId}/users',
    summary: 'Add a user to the directory (who cannot sign in; see accounts); names that are left out are made up',
    input: z.strictObject({
      tenantId,
      id: z.guid().optional(),
      displayName: displayName.optional(),
      userPrincipalName: userPrincipalName.optional(),
      accountEnabled: z.boolean().optional(),
      userType: z.enum(['Member', 'Guest']).optional(),
    }),
    run(world, { tenantId: id, ...user }) {
      const added = tenantOf(world, id).directory.addUser(user);
      if (!added) throw new ControlError('conflict', 'Another user has this id or this userPrincipalName.');
      return added;
    },
  }),
  control({
    method: 'patch',
    path: '/tenants/{tenantId}/users/{userId}',
    summary: 'Rename, disable or enable a user',
    input: oneUser.extend({
      displayName: displayName.optional(),
      userPrincipalName: userPrincipalName.optional(),
      accountEnabled: z.boolean().optional(),
    }),
    run(world, { tenantId: id, userId, ...change }) {
      const changed = tenantOf(world, id).directory.changeUser(userId, change);
      if (!changed)
        throw new ControlError('not-found', `The directory has no live user ${userId}, or another has the wanted name.`);
      return changed;
    },
  }),
  control({
    method: 'patch',
    path: '/tenants/{tenantId}/users/{userId}/facts',
    summary: 'Change what is known of a user besides the profile: licences held, the last sign-in, methods registered',
    input: oneUser.extend({
      skuPartNumbers: z
        .array(z.string())
        .optional()
        .describe('All licences it then holds; only what the tenant has subscribed to'),
      lastSignInAt: z.iso.datetime({ offset: true }).nullable().optional().describe('null = never signed in'),
      methodsRegistered: z
        .array(z.string().regex(/^\w+$/))
        .optional()
        .describe('For example mobilePhone, email, microsoftAuthenticatorPush'),
    }),
    run(world, { tenantId: id, userId, ...facts }) {
      const { directory } = tenantOf(world, id);
      const { subscriptions } = directory.facts;
      const unknown = facts.skuPartNumbers?.find((name) => !subscriptions.some(({ product }) => product.skuPartNumber === name));
      if (unknown !== undefined) throw new ControlError('bad-input', `The tenant has not subscribed to ${unknown}.`);
      const lastSignInAt = typeof facts.lastSignInAt === 'string' ? new Date(facts.lastSignInAt) : facts.lastSignInAt;
      if (!directory.changeFacts(userId, { ...facts, lastSignInAt }))
        throw new ControlError('not-found', `The directory has no live user ${userId}.`);
    },
  }),
  control({
    method: 'delete',
    path: '/tenants/{tenantId}/users/{userId}',
    summary: 'Soft delete: the user and its memberships disappear and can be restored',
    input: oneUser,
    run: (world, input) => changeUserState(world, input, 'deleteUser', 'live'),
  }),
  control({
    method: 'post',
    path: '/tenants/{tenantId}/users/{userId}/restore',
    summary: 'Bring a soft-deleted user back, with its memberships',
    input: oneUser,
    run: (world, input) => changeUserState(world, input, 'restoreUser', 'soft-deleted'),
  }),
  control({
    method: 'post',
    path: '/tenants/{tenantId}/users/{userId}/purge',
    summary: 'Delete a user for good',
    input: oneUser,
    run: (world, input) => changeUserState(world, input, 'purgeUser', 'live or soft-deleted'),
  }),
];

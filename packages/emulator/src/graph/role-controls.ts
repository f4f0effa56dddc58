import { z } from 'zod';
import { type Control, ControlError, control, tenantOf } from '../control/control.ts';
import { builtInRoles } from '../directory/role-holders.ts';
import type { World } from '../world/world.ts';
import { holdersOf } from './held-roles.ts';

const oneHolder = z.strictObject({
  tenantId: z.guid(),
  roleTemplateId: z.guid().describe('Template id of a built-in role'),
  userId: z.guid(),
});
const path = '/tenants/{tenantId}/roles/{roleTemplateId}/members/{userId}';

/** The user, the role and the account of that user, if it can sign in. */
function holderOf(world: World, input: z.infer<typeof oneHolder>) {
  const tenant = tenantOf(world, input.tenantId);
  const templateId = input.roleTemplateId.toLowerCase();
  if (!builtInRoles.some((role) => role.templateId === templateId))
    throw new ControlError('not-found', `No built-in role the emulator knows has the template id ${templateId}.`);
  const user = tenant.directory.user(input.userId);
  if (!user) throw new ControlError('not-found', `The directory has no live user ${input.userId}.`);
  const account = tenant.accounts.find(({ oid }) => oid.toLowerCase() === user.id);
  return { tenant, templateId, user, account };
}

/** Who holds which directory role. */
export const roleControls: Control[] = [
  control({
    method: 'post',
    path,
    summary: 'Give a user a directory role; somebody who can sign in gets it into `wids` too',
    input: oneHolder,
    run(world, input) {
      const { tenant, templateId, user, account } = holderOf(world, input);
      if (account && !account.wids.includes(templateId)) account.wids.push(templateId);
      if (!account) tenant.directory.giveRole(user.id, templateId);
    },
  }),
  control({
    method: 'delete',
    path,
    summary: 'Take a directory role away from a user',
    input: oneHolder,
    run(world, input) {
      const { tenant, templateId, user, account } = holderOf(world, input);
      if (!holdersOf(tenant, templateId).some(({ index }) => index === user.index))
        throw new ControlError('not-found', 'The user does not hold this role.');
      if (account) account.wids = account.wids.filter((held) => held !== templateId);
      tenant.directory.takeRole(user.id, templateId);
    },
  }),
];

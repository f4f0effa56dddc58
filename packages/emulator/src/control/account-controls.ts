import { z } from 'zod';
import { accountIn } from '../customers/add-customer.ts';
import { usualRoles } from '../entra/directory-roles.ts';
import type { Tenant } from '../world/world.ts';
import { type Control, ControlError, control, tenantOf } from './control.ts';

const kind = z.enum(['global-admin', 'privileged-role-admin', 'application-admin', 'user', 'guest', 'custom-role']);
const appRoles = z.record(z.guid(), z.array(z.string())).describe('App role values by client id');

export const newAccountSchema = z.strictObject({
  username: z.string().min(1).describe('With a domain, or only the part before it; a guest keeps the name from home'),
  displayName: z.string().min(1),
  kind: kind.default('user'),
  oid: z.guid().optional(),
  homeTenantId: z.guid().optional().describe('Another tenant makes this person a guest'),
  wids: z.array(z.guid()).optional().describe('Template ids of directory roles; default those usual for the kind'),
  appRoles: appRoles.optional(),
});

const tenantId = z.guid();

function accountOf(tenant: Tenant, oid: string) {
  const account = tenant.accounts.find((each) => each.oid === oid.toLowerCase());
  if (!account) throw new ControlError('not-found', `Nobody with the id ${oid} can sign in to ${tenant.name}.`);
  return account;
}

const describeAccount = (account: ReturnType<typeof accountOf>) => ({
  ...account,
  appRoles: Object.fromEntries(account.appRoles),
});

export const accountControls: Control[] = [
  control({
    method: 'get',
    path: '/tenants/{tenantId}/accounts',
    summary: 'People who can sign in',
    input: z.strictObject({ tenantId }),
    run: (world, input) => tenantOf(world, input.tenantId).accounts.map(describeAccount),
  }),
  control({
    method: 'post',
    path: '/tenants/{tenantId}/accounts',
    summary: 'Add a person who can sign in; the directory gets the user too',
    input: newAccountSchema.extend({ tenantId }),
    run(world, { tenantId: id, ...person }) {
      const tenant = tenantOf(world, id);
      const account = accountIn(tenant, person);
      const isGuest = account.homeTenantId !== tenant.tenantId;
      const user = tenant.directory.addUser({
        id: account.oid,
        displayName: account.displayName,
        userPrincipalName: isGuest ? guestPrincipalName(account.username, tenant.defaultDomain) : account.username,
        userType: isGuest ? 'Guest' : 'Member',
      });
      if (!user) throw new ControlError('conflict', `${account.username} is in the directory of ${tenant.name} already.`);
      tenant.accounts.push(account);
      return describeAccount(account);
    },
  }),
  control({
    method: 'patch',
    path: '/tenants/{tenantId}/accounts/{oid}',
    summary: 'Change the roles of a person; a kind without wids brings the roles usual for it',
    input: z.strictObject({
      tenantId,
      oid: z.guid(),
      kind: kind.optional(),
      wids: z.array(z.guid()).optional(),
      appRoles: appRoles.optional(),
    }),
    run(world, input) {
      const account = accountOf(tenantOf(world, input.tenantId), input.oid);
      if (input.kind !== undefined) account.kind = input.kind;
      if (input.wids !== undefined) account.wids = input.wids;
      else if (input.kind !== undefined) account.wids = usualRoles(input.kind);
      if (input.appRoles !== undefined) account.appRoles = new Map(Object.entries(input.appRoles));
      return describeAccount(account);
    },
  }),
  control({
    method: 'delete',
    path: '/tenants/{tenantId}/accounts/{oid}',
    summary: 'A person can no longer sign in and leaves the directory',
    input: z.strictObject({ tenantId, oid: z.guid() }),
    run(world, input) {
      const tenant = tenantOf(world, input.tenantId);
      const account = accountOf(tenant, input.oid);
      tenant.accounts.splice(tenant.accounts.indexOf(account), 1);
      tenant.directory.deleteUser(account.oid);
    },
  }),
];

/** How a host directory names a guest. (user-properties.md, B2B guest user principal name) */
const guestPrincipalName = (username: string, domain: string): string => `${username.replace('@', '_')}#EXT#@${domain}`;

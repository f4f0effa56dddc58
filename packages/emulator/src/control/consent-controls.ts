import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ensureServicePrincipal, grantWholeList } from '../entra/grant.ts';
import { applicationPermissions } from '../entra/graph-permissions.ts';
import type { ServicePrincipal, World } from '../world/world.ts';
import { type Control, ControlError, control, tenantOf } from './control.ts';

const inTenant = z.strictObject({ tenantId: z.guid(), clientId: z.guid() });
const base = '/tenants/{tenantId}/service-principals';

function principalOf(world: World, input: { tenantId: string; clientId: string }): ServicePrincipal {
  const principal = tenantOf(world, input.tenantId).servicePrincipals.get(input.clientId.toLowerCase());
  if (!principal) throw new ControlError('not-found', `The app ${input.clientId} has no service principal in this tenant.`);
  return principal;
}

export const consentControls: Control[] = [
  control({
    method: 'get',
    path: base,
    summary: 'Apps that are present in a tenant, with their app role assignments',
    input: z.strictObject({ tenantId: z.guid() }),
    run: (world, input) => [...tenantOf(world, input.tenantId).servicePrincipals.values()],
  }),
  control({
    method: 'post',
    path: `${base}/{clientId}/grant`,
    summary:
      'Consent in the admin centre, without a callback: to the whole list, or to these permissions in addition to those held',
    input: inTenant.extend({ permissions: z.array(z.string()).optional() }),
    run(world, input) {
      const tenant = tenantOf(world, input.tenantId);
      const registration = world.registrations.get(input.clientId.toLowerCase());
      if (!registration) throw new ControlError('not-found', `No app is registered as ${input.clientId}.`);
      if (input.permissions === undefined) return grantWholeList(world, tenant, registration);
      const principal = ensureServicePrincipal(world, tenant, registration.clientId);
      const createdAt = world.clock.now();
      const effectiveAt = new Date(createdAt.getTime() + tenant.propagation.delayMs);
      for (const value of input.permissions) {
        const appRoleId = applicationPermissions[value]?.id;
        if (appRoleId === undefined) throw new ControlError('bad-input', `The emulator does not know the permission ${value}.`);
        if (principal.appRoleAssignments.some((held) => held.value === value)) continue;
        principal.appRoleAssignments.push({ id: randomUUID(), appRoleId, value, createdAt, effectiveAt });
      }
      return principal;
    },
  }),
  control({
    method: 'delete',
    path: `${base}/{clientId}`,
    summary: 'Revoke: the customer deletes the enterprise application',
    input: inTenant,
    run(world, input) {
      tenantOf(world, input.tenantId).servicePrincipals.delete(principalOf(world, input).appId);
    },
  }),
  control({
    method: 'patch',
    path: `${base}/{clientId}`,
    summary: 'Disable or enable sign-in of the app in a tenant',
    input: inTenant.extend({ accountEnabled: z.boolean() }),
    run(world, input) {
      const principal = principalOf(world, input);
      principal.accountEnabled = input.accountEnabled;
      return principal;
    },
  }),
  control({
    method: 'delete',
    path: `${base}/{clientId}/roles/{permission}`,
    summary: 'Drop one application permission; tokens already issued keep it until they expire',
    input: inTenant.extend({ permission: z.string() }),
    run(world, input) {
      const principal = principalOf(world, input);
      const left = principal.appRoleAssignments.filter(({ value }) => value !== input.permission);
      if (left.length === principal.appRoleAssignments.length) {
        throw new ControlError('not-found', `${input.permission} is not assigned in this tenant.`);
      }
      principal.appRoleAssignments = left;
      return principal;
    },
  }),
];

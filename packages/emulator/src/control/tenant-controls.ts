import { z } from 'zod';
import { addCustomer } from '../customers/add-customer.ts';
import type { Tenant } from '../world/world.ts';
import { newAccountSchema } from './account-controls.ts';
import { type Control, ControlError, control, tenantOf } from './control.ts';

const tenantId = z.guid();
const propagation = z.strictObject({ delayMs: z.number().min(0), flapping: z.boolean().default(false) });
const throttle = z.strictObject({
  scale: z.number().positive(),
  retryAfterSeconds: z.number().positive().nullable().default(null),
});

const newTenant = z.strictObject({
  tenantId: tenantId.optional(),
  name: z.string().min(1).optional(),
  defaultDomain: z.string().min(1).optional(),
  countryCode: z.string().length(2).optional(),
  premium: z.boolean().optional(),
  users: z.int().min(0).max(2_000_000).optional().describe('All users of the directory, accounts included'),
  groups: z.int().min(0).optional(),
  membersPerGroup: z.number().min(0).optional(),
  devices: z.int().min(0).max(4_000_000).optional().describe('Default one for two users'),
  applications: z.int().min(0).max(100_000).optional().describe('Registered by the tenant itself'),
  accounts: z.array(newAccountSchema).optional(),
  propagation: propagation.optional(),
  throttle: throttle.optional(),
  userConsentAllowed: z.boolean().optional(),
  seed: z.int().optional(),
});

const describeTenant = (tenant: Tenant) => ({
  tenantId: tenant.tenantId,
  name: tenant.name,
  defaultDomain: tenant.defaultDomain,
  verifiedDomains: tenant.verifiedDomains,
  countryCode: tenant.countryCode,
  premium: tenant.premium,
  users: tenant.directory.userCount,
  groups: tenant.directory.groupCount,
  devices: tenant.directory.devices.count,
  accounts: tenant.accounts.map(({ oid, username, displayName, kind, wids, homeTenantId, appRoles }) => ({
    ...{ oid, username, displayName, kind, wids, homeTenantId },
    appRoles: Object.fromEntries(appRoles),
  })),
  servicePrincipals: [...tenant.servicePrincipals.values()],
  propagation: tenant.propagation,
  throttle: tenant.throttle,
  userConsentAllowed: tenant.userConsentAllowed,
  deleted: tenant.deleted,
});

export const tenantControls: Control[] = [
  control({
    method: 'get',
    path: '/tenants',
    summary: 'All tenants, with the people who can sign in and the service principals',
    input: z.strictObject({}),
    run: (world) => [...world.tenants.values()].map(describeTenant),
  }),
  control({
    method: 'post',
    path: '/tenants',
    summary: 'Add a tenant; what is left out gets a usual value',
    input: newTenant,
    run(world, input) {
      if (input.tenantId !== undefined && world.tenants.has(input.tenantId.toLowerCase())) {
        throw new ControlError('conflict', `There is already a tenant ${input.tenantId}.`);
      }
      const tenant = addCustomer(world, input);
      const { tenantId: id } = tenant;
      world.listener?.({ tenantId: id, change: 'addCustomer', with: [{ ...input, tenantId: id }] });
      return describeTenant(tenant);
    },
  }),
  control({
    method: 'get',
    path: '/tenants/{tenantId}',
    summary: 'One tenant',
    input: z.strictObject({ tenantId }),
    run: (world, input) => describeTenant(tenantOf(world, input.tenantId)),
  }),
  control({
    method: 'patch',
    path: '/tenants/{tenantId}',
    summary: 'Change what a tenant is; deleted=false brings a deleted one back',
    input: z.strictObject({
      tenantId,
      name: z.string().min(1).optional(),
      verifiedDomains: z.array(z.string().min(1)).min(1).optional(),
      premium: z.boolean().optional(),
      userConsentAllowed: z.boolean().optional().describe('false: people without an admin role cannot agree to being signed in'),
      deleted: z.boolean().optional(),
    }),
    run(world, { tenantId: id, ...changes }) {
      const tenant = tenantOf(world, id);
      for (const [name, value] of Object.entries(changes)) if (value !== undefined) Object.assign(tenant, { [name]: value });
      return describeTenant(tenant);
    },
  }),
  control({
    method: 'delete',
    path: '/tenants/{tenantId}',
    summary: 'The customer deletes its directory: sign-in and tokens answer AADSTS90002',
    input: z.strictObject({ tenantId }),
    run(world, input) {
      tenantOf(world, input.tenantId).deleted = true;
    },
  }),
  control({
    method: 'patch',
    path: '/tenants/{tenantId}/propagation',
    summary: 'How long the next consent takes to hold; flapping: Graph answers 403, 200, 403 … meanwhile',
    input: propagation.extend({ tenantId }),
    run(world, { tenantId: id, delayMs, flapping }) {
      const tenant = tenantOf(world, id);
      tenant.propagation = { delayMs, flapping };
      return tenant.propagation;
    },
  }),
  control({
    method: 'patch',
    path: '/tenants/{tenantId}/throttle',
    summary: 'How much of the documented quota a tenant has, and the Retry-After it announces',
    input: throttle.extend({ tenantId }),
    run(world, { tenantId: id, scale, retryAfterSeconds }) {
      const tenant = tenantOf(world, id);
      tenant.throttle = { scale, retryAfterSeconds };
      return tenant.throttle;
    },
  }),
];

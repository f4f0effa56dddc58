import { ensureServicePrincipal } from '../entra/grant.ts';
import type { Tenant, World } from '../world/world.ts';
import { addCustomer, type NewAccount } from './add-customer.ts';
import { directoryRegistrationClientId, homeTenantId, signInRegistrationClientId } from './registrations.ts';

const operator = (username: string, displayName: string, role: string): NewAccount => ({
  username,
  displayName,
  kind: 'user',
  appRoles: { [signInRegistrationClientId]: [role] },
});

/** The ISV: its operators, an employee without a role, and both apps at home. */
export function addHomeTenant(world: World): Tenant {
  const tenant = addCustomer(world, {
    tenantId: homeTenantId,
    name: 'Contoso Cloud Software',
    defaultDomain: 'contoso-cloud.example',
    countryCode: 'DE',
    premium: true,
    users: 40,
    accounts: [
      operator('admin', 'Astrid Lindqvist', 'Admin'),
      operator('operator', 'Omar Haddad', 'Operator'),
      operator('viewer', 'Vera Novák', 'Viewer'),
      { username: 'employee', displayName: 'Emil Brandt', kind: 'user' },
      { username: 'it', displayName: 'Ines Tavares', kind: 'global-admin' },
    ],
  });
  ensureServicePrincipal(world, tenant, signInRegistrationClientId).signInConsented = true;
  ensureServicePrincipal(world, tenant, directoryRegistrationClientId);
  return tenant;
}

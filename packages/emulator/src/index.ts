export { addCustomer, type NewAccount, type NewCustomer } from './customers/add-customer.ts';
export { demoTenantId } from './customers/demo.ts';
export {
  directoryPermissions,
  directoryRegistrationClientId,
  homeTenantId,
  signInRegistrationClientId,
} from './customers/registrations.ts';
export { type Emulator, type EmulatorOptions, startEmulator } from './start-emulator.ts';
export type { Account, AppRegistration, ServicePrincipal, Tenant, World } from './world/world.ts';

import { demoTenantId, homeTenantId, signInRegistrationClientId } from '@tenantry/emulator';
import { StartError } from './start-error.ts';

/** Who takes part in the demo, as the emulator tells. */
export interface Cast {
  operators: { username: string; role: string }[];
  customers: Customer[];
}

export interface Customer {
  tenantId: string;
  name: string;
  users: number;
  /** May approve for the organisation. */
  adminUsername: string;
  /** May not. */
  userUsername: string;
  /** Connected by a visitor by hand, and not when the demo starts. */
  forVisitor: boolean;
}

/** A small one with a guest administrator, and one with a role that tells nothing. */
const forVisitors = [2, 4].map(demoTenantId);

interface EmulatedTenant {
  tenantId: string;
  name: string;
  users: number;
  accounts: { username: string; kind: string; homeTenantId: string; appRoles: Record<string, string[]> }[];
}

/** Asks the emulator who there is. */
export async function readCast(emulatorUrl: string): Promise<Cast> {
  const response = await fetch(`${emulatorUrl}/_emulator/tenants`);
  if (!response.ok) throw new StartError(`The emulator answers ${response.status} where it should list its tenants.`);
  const tenants = (await response.json()) as EmulatedTenant[];
  const home = tenants.find(({ tenantId }) => tenantId === homeTenantId);
  const operators = (home?.accounts ?? []).flatMap(({ username, appRoles }) =>
    (appRoles[signInRegistrationClientId] ?? []).map((role) => ({ username, role })),
  );
  const customers = tenants.filter(({ tenantId }) => tenantId !== homeTenantId).map(asCustomer);
  return { operators, customers };
}

function asCustomer({ tenantId, name, users, accounts }: EmulatedTenant): Customer {
  const usernameOf = (kind: string) => accounts.find((one) => one.kind === kind && one.homeTenantId === tenantId)?.username ?? '';
  return {
    tenantId,
    name,
    users,
    adminUsername: usernameOf('global-admin'),
    userUsername: usernameOf('user'),
    forVisitor: forVisitors.includes(tenantId),
  };
}

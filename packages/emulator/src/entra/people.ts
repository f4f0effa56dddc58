import type { Account, Tenant, World } from '../world/world.ts';
import { consumerTenantId } from './signing-keys.ts';
import type { TenantSegment } from './tenant-segment.ts';

/** Someone with a personal Microsoft account; such accounts belong to no work tenant and are refused everywhere here. */
export const personalAccount = {
  oid: '00000000-0000-0000-0a1b-2c3d4e5f6071',
  username: 'robin.private@outlook.example',
  displayName: 'Robin Private',
};

/** A group on the account picker. */
export interface PickerGroup {
  readonly name: string;
  readonly tenantId: string;
  readonly people: readonly Pick<Account, 'oid' | 'username' | 'displayName'>[];
}

/** How many people a picker shows at once; a filter finds the others. */
const pickerLimit = 200;

const matches = (filter: string, ...texts: string[]): boolean =>
  filter === '' || texts.some((text) => text.toLowerCase().includes(filter.toLowerCase()));

/**
 * Who can sign in at this address: the people of one tenant with its guests, or everybody at home. Guests appear at their host only, which
 * is why a guest administrator needs an address that names the tenant. (howto-convert-app-to-be-multi-tenant.md)
 */
export function peopleAt(world: World, segment: TenantSegment, filter: string): { groups: PickerGroup[]; more: boolean } {
  const groups: PickerGroup[] = [];
  let left = pickerLimit;
  const tenants = segment.kind === 'tenant' ? [segment.tenant] : world.tenants.values().filter(({ deleted }) => !deleted);
  for (const tenant of tenants) {
    const people = tenant.accounts.filter(
      (account) =>
        (segment.kind === 'tenant' || account.homeTenantId === tenant.tenantId) &&
        matches(filter, account.username, account.displayName, tenant.name),
    );
    if (people.length > left) return { groups, more: true };
    left -= people.length;
    if (people.length > 0) groups.push({ name: tenant.name, tenantId: tenant.tenantId, people });
  }
  if (segment.kind !== 'tenant' && matches(filter, personalAccount.username, personalAccount.displayName)) {
    groups.push({ name: 'Personal Microsoft account', tenantId: consumerTenantId, people: [personalAccount] });
  }
  return { groups, more: false };
}

/** The account of that oid among those who can sign in at this address. */
export function personAt(world: World, segment: TenantSegment, oid: string): { tenant: Tenant; account: Account } | null {
  const tenants = segment.kind === 'tenant' ? [segment.tenant] : world.tenants.values();
  for (const tenant of tenants) {
    if (tenant.deleted) continue;
    const account = tenant.accounts.find((each) => each.oid === oid);
    if (account && (segment.kind === 'tenant' || account.homeTenantId === tenant.tenantId)) return { tenant, account };
  }
  return null;
}

/** The account a username has at this address, if any. */
export function personNamed(world: World, segment: TenantSegment, username: string): { tenant: Tenant; account: Account } | null {
  const wanted = username.trim().toLowerCase();
  const tenants = segment.kind === 'tenant' ? [segment.tenant] : world.tenants.values();
  for (const tenant of tenants) {
    if (tenant.deleted) continue;
    const account = tenant.accounts.find((each) => each.username.toLowerCase() === wanted);
    if (account && (segment.kind === 'tenant' || account.homeTenantId === tenant.tenantId)) return { tenant, account };
  }
  return null;
}

/** Whether anybody anywhere has this username. */
export const isKnownUsername = (world: World, username: string): boolean =>
  username.trim().toLowerCase() === personalAccount.username || personNamed(world, { kind: 'organizations' }, username) !== null;

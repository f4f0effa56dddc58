import { createDirectory } from '../directory/directory.ts';
import { usualRoles } from '../entra/directory-roles.ts';
import { seededGuid } from '../world/seeded-ids.ts';
import type { Account, Tenant, World } from '../world/world.ts';

/** A person to be made. `oid` follows from tenant and username unless given. */
export interface NewAccount {
  /** With a domain, or only the part before it. */
  username: string;
  displayName: string;
  kind: Account['kind'];
  oid?: string | undefined;
  /** Another tenant makes this person a guest. */
  homeTenantId?: string | undefined;
  wids?: string[] | undefined;
  /** App role values by client id. */
  appRoles?: Record<string, string[]> | undefined;
}

/** A tenant to be made; everything left out gets a usual value that follows from the tenant id. */
export interface NewCustomer {
  tenantId?: string | undefined;
  name?: string | undefined;
  defaultDomain?: string | undefined;
  countryCode?: string | undefined;
  /** Entra ID P1 or P2, by which products it has subscribed to as well. */
  premium?: boolean | undefined;
  /** All users of the directory, accounts included; default 25. */
  users?: number | undefined;
  /** Default one for 20 users. */
  groups?: number | undefined;
  /** On average; default 25. */
  membersPerGroup?: number | undefined;
  /** Default one for two users. */
  devices?: number | undefined;
  /** Registered by the tenant itself; by default a few, more in a larger tenant. */
  applications?: number | undefined;
  /** Default: a global administrator `admin`, an application administrator `apps` and a plain user `user`. */
  accounts?: readonly NewAccount[] | undefined;
  propagation?: Tenant['propagation'] | undefined;
  throttle?: Tenant['throttle'] | undefined;
  userConsentAllowed?: boolean | undefined;
  seed?: number | undefined;
}

const day = 24 * 60 * 60 * 1000;

const usualAccounts: readonly NewAccount[] = [
  { username: 'admin', displayName: 'Ada Admin', kind: 'global-admin' },
  { username: 'apps', displayName: 'Amir Apps', kind: 'application-admin' },
  { username: 'user', displayName: 'Uma User', kind: 'user' },
];

/** The account a person has in a tenant, not yet added to it. */
export function accountIn(tenant: { tenantId: string; defaultDomain: string }, person: NewAccount): Account {
  const username = person.username.includes('@') ? person.username : `${person.username}@${tenant.defaultDomain}`;
  return {
    oid: person.oid ?? seededGuid('account', tenant.tenantId, username),
    username,
    displayName: person.displayName,
    kind: person.kind,
    wids: person.wids ?? usualRoles(person.kind),
    homeTenantId: person.homeTenantId ?? tenant.tenantId,
    appRoles: new Map(Object.entries(person.appRoles ?? {})),
  };
}

/** Adds a tenant to the world. Nothing is consented to in it. Throws when the tenant id is taken. */
export function addCustomer(world: World, customer: NewCustomer = {}): Tenant {
  const tenantId = (customer.tenantId ?? seededGuid('tenant', String(world.tenants.size), String(world.random()))).toLowerCase();
  if (world.tenants.has(tenantId)) throw new Error(`There is already a tenant ${tenantId}.`);
  const defaultDomain = customer.defaultDomain ?? `tenant-${tenantId.slice(0, 8)}-${tenantId.slice(-4)}.example`;
  const accounts = (customer.accounts ?? usualAccounts).map((person) => accountIn({ tenantId, defaultDomain }, person));
  const users = customer.users ?? 25;
  const tenant: Tenant = {
    tenantId,
    name: customer.name ?? `Customer ${tenantId.slice(0, 8)}`,
    defaultDomain,
    verifiedDomains: [defaultDomain],
    countryCode: customer.countryCode ?? 'US',
    premium: customer.premium ?? false,
    bornAt: new Date(Math.floor(world.clock.nowMs() / day) * day),
    accounts,
    servicePrincipals: new Map(),
    directory: createDirectory(
      {
        tenantId,
        seed: customer.seed ?? 1,
        users,
        groups: customer.groups ?? Math.max(1, Math.round(users / 20)),
        membersPerGroup: customer.membersPerGroup ?? 25,
        devices: customer.devices ?? Math.round(users / 2),
        applications: customer.applications ?? Math.min(500, 3 + Math.round(Math.sqrt(users) / 2)),
        premium: customer.premium ?? false,
        bornAt: () => tenant.bornAt,
        domain: defaultDomain,
        accounts,
        now: world.clock.now,
      },
      (recorded) => world.listener?.({ tenantId, ...recorded }),
    ),
    propagation: customer.propagation ?? { delayMs: 0, flapping: false },
    throttle: customer.throttle ?? { scale: 1, retryAfterSeconds: null },
    userConsentAllowed: customer.userConsentAllowed ?? true,
    deleted: false,
  };
  world.tenants.set(tenantId, tenant);
  return tenant;
}

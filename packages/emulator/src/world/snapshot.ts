import { z } from 'zod';
import { tenantGraphOf } from '../graph/tenant-graph.ts';
import type { World } from './world.ts';

const assignment = z.object({
  id: z.string(),
  appRoleId: z.string(),
  value: z.string(),
  createdAt: z.coerce.date(),
  effectiveAt: z.coerce.date(),
});

const servicePrincipal = z.object({
  id: z.string(),
  appId: z.string(),
  accountEnabled: z.boolean(),
  createdAt: z.coerce.date(),
  appRoleAssignments: z.array(assignment),
  signInConsented: z.boolean(),
  flaps: z.number(),
});

const account = z.object({
  oid: z.string(),
  username: z.string(),
  displayName: z.string(),
  kind: z.enum(['global-admin', 'privileged-role-admin', 'application-admin', 'user', 'guest', 'custom-role']),
  wids: z.array(z.string()),
  homeTenantId: z.string(),
  appRoles: z.record(z.string(), z.array(z.string())),
});

const graph = z.object({
  settings: z.record(z.string(), z.unknown()),
  pageTokenGeneration: z.number(),
  deltaTokenGeneration: z.number(),
});

const tenant = z.object({
  tenantId: z.string(),
  bornAt: z.coerce.date(),
  name: z.string(),
  verifiedDomains: z.array(z.string()),
  premium: z.boolean(),
  propagation: z.object({ delayMs: z.number(), flapping: z.boolean() }),
  throttle: z.object({ scale: z.number(), retryAfterSeconds: z.number().nullable() }),
  userConsentAllowed: z.boolean(),
  deleted: z.boolean(),
  accounts: z.array(account),
  servicePrincipals: z.array(servicePrincipal),
  graph,
});

const snapshotForm = z.object({ clockAheadMs: z.number(), tenants: z.array(tenant) });

/**
 * What outlives a restart as it stands: the clock, and of every tenant who can sign in, what is consented to, and how it behaves. What
 * happened to its directory is kept as a list of changes.
 */
export function takeSnapshot(world: World): string {
  const tenants = [...world.tenants.values()].map((each) => ({
    ...each,
    accounts: each.accounts.map((person) => ({ ...person, appRoles: Object.fromEntries(person.appRoles) })),
    servicePrincipals: [...each.servicePrincipals.values()],
    graph: tenantGraphOf(each),
  }));
  return JSON.stringify(snapshotForm.parse({ clockAheadMs: world.clock.aheadMs, tenants }));
}

/** Puts what a snapshot tells into the tenants that exist. Throws when the text is no snapshot. */
export function applySnapshot(world: World, text: string): void {
  const { clockAheadMs, tenants } = snapshotForm.parse(JSON.parse(text));
  world.clock.advance(clockAheadMs - world.clock.aheadMs);
  for (const { tenantId, accounts, servicePrincipals, graph: behaviour, ...rest } of tenants) {
    const known = world.tenants.get(tenantId);
    if (!known) continue;
    Object.assign(known, rest);
    known.accounts = accounts.map((person) => ({ ...person, appRoles: new Map(Object.entries(person.appRoles)) }));
    known.servicePrincipals.clear();
    for (const principal of servicePrincipals) known.servicePrincipals.set(principal.appId, principal);
    const { settings, ...generations } = behaviour;
    const graphHere = tenantGraphOf(known);
    Object.assign(graphHere, generations);
    Object.assign(graphHere.settings, settings);
  }
}

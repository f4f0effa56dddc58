import { z } from 'zod';
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

const tenant = z.object({
  tenantId: z.string(),
  name: z.string(),
  verifiedDomains: z.array(z.string()),
  premium: z.boolean(),
  propagation: z.object({ delayMs: z.number(), flapping: z.boolean() }),
  throttle: z.object({ scale: z.number(), retryAfterSeconds: z.number().nullable() }),
  userConsentAllowed: z.boolean(),
  deleted: z.boolean(),
  servicePrincipals: z.array(servicePrincipal),
});

const snapshotForm = z.object({ tenants: z.array(tenant) });

/** What outlives a restart: the consents of every seeded tenant, and how it behaves. Its directory goes back to its seed. */
export function takeSnapshot(world: World): string {
  const tenants = [...world.tenants.values()].map((each) => ({
    ...each,
    servicePrincipals: [...each.servicePrincipals.values()],
  }));
  return JSON.stringify(snapshotForm.parse({ tenants }));
}

/** Puts what a snapshot tells into the tenants that exist. Throws when the text is no snapshot. */
export function applySnapshot(world: World, text: string): void {
  for (const { tenantId, servicePrincipals, ...rest } of snapshotForm.parse(JSON.parse(text)).tenants) {
    const known = world.tenants.get(tenantId);
    if (!known) continue;
    Object.assign(known, rest);
    known.servicePrincipals.clear();
    for (const principal of servicePrincipals) known.servicePrincipals.set(principal.appId, principal);
  }
}

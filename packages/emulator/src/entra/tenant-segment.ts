import type { Tenant, World } from '../world/world.ts';
import { consumerTenantId } from './signing-keys.ts';

/** What the first path segment names: one tenant, any work tenant, anybody, personal accounts, or nothing that exists. */
export type TenantSegment =
  | { kind: 'tenant'; tenant: Tenant }
  | { kind: 'organizations' }
  | { kind: 'common' }
  | { kind: 'consumers' }
  | { kind: 'unknown' };

/** Reads the tenant segment of an Entra address: GUID, verified domain, or a well-known word, in any case. */
export function readTenantSegment(world: World, segment: string): TenantSegment {
  const text = segment.toLowerCase();
  if (text === 'organizations' || text === 'common' || text === 'consumers') return { kind: text };
  if (text === consumerTenantId) return { kind: 'consumers' };
  const byId = world.tenants.get(text);
  const tenant =
    byId ?? world.tenants.values().find((each) => each.verifiedDomains.some((domain) => domain.toLowerCase() === text));
  return tenant && !tenant.deleted ? { kind: 'tenant', tenant } : { kind: 'unknown' };
}

import { createSigningKeys } from '../entra/signing-keys.ts';
import { createClock } from './clock.ts';
import { createRequestLog } from './request-log.ts';
import { seededRandom } from './seeded-ids.ts';
import type { World } from './world.ts';

/** An empty world: no tenant, no registration, the machine's time. */
export async function createWorld(options: { baseUrl: string; homeTenantId: string; seed: number }): Promise<World> {
  const clock = createClock();
  return {
    clock,
    baseUrl: options.baseUrl,
    homeTenantId: options.homeTenantId,
    registrations: new Map(),
    tenants: new Map(),
    requests: createRequestLog(clock.now),
    listener: null,
    faults: [],
    random: seededRandom(options.seed),
    keys: await createSigningKeys(),
    codes: new Map(),
    sessions: new Map(),
    interactions: new Map(),
    verifiedTokens: new Map(),
    appThrottle: { scale: 1, retryAfterSeconds: null, reportsPerTenSeconds: null },
    appBuckets: new Map(),
    tokenPolicy: { lifetimeSeconds: null, refreshInSeconds: null },
  };
}

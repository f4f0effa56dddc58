import type { EmulatorProcess } from '../emulator.ts';
import { inParallel } from '../in-parallel.ts';
import { tenantIdsOf } from '../seed-connections.ts';

/** Requests to the emulator at once; more only wait in its one thread. */
export const width = 32;

/** Makes tenants that have approved the directory registration, and gives their ids. */
export async function addTenants(emulator: EmulatorProcess, count: number): Promise<string[]> {
  const tenantIds = tenantIdsOf(count);
  await inParallel(tenantIds, width, async (tenantId) => {
    await emulator.addTenant({ tenantId, users: 3, groups: 1 });
    await emulator.grant(tenantId);
  });
  return tenantIds;
}

/** Tenants in an order without a pattern that a processor's cache could follow, the same in every run. */
export function* scattered(tenantIds: readonly string[], count: number): Generator<string> {
  let at = 1;
  for (let call = 0; call < count; call += 1) {
    at = (Math.imul(at, 1_664_525) + 1_013_904_223) >>> 0;
    yield tenantIds[at % tenantIds.length] ?? '';
  }
}

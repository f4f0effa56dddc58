import { findTenant } from '@tenantry/domain';
import { connectTenant } from '@tenantry/worker/testing';
import type { EmulatorProcess, NewTenant } from './emulator.ts';
import { inParallel } from './in-parallel.ts';
import type { Rows } from './rows.ts';
import { until } from './until.ts';

const minute = 60_000;

/** Makes customers and connects them; a worker has to be there for the proofs. */
export async function connectTenants(
  { db, ring, emulator }: Pick<Rows, 'db' | 'ring'> & { emulator: EmulatorProcess },
  tenants: readonly NewTenant[],
): Promise<void> {
  await inParallel(tenants, 4, async (tenant) => {
    const { tenantId } = tenant;
    await emulator.addTenant(tenant);
    await connectTenant(db, ring, { tenantId, approve: () => emulator.grant(tenantId) });
  });
  for (const { tenantId } of tenants) {
    await until('the connection is active', 3 * minute, async () => (await findTenant(db, tenantId))?.state === 'active');
  }
}

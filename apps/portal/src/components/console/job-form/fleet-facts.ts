import type { Database } from '@tenantry/db';
import { connectionStates, countTenantsByState, listTags, workingStates } from '@tenantry/domain';
import type { FleetFacts } from './selection-wish.ts';

/** What the forms that select tenants say of the fleet. */
export async function readFleetFacts(db: Database): Promise<FleetFacts> {
  const [counts, tags] = await Promise.all([countTenantsByState(db), listTags(db)]);
  return {
    connected: workingStates.reduce((sum, state) => sum + counts[state], 0),
    states: connectionStates.filter((state) => counts[state] > 0).map((state) => ({ state, tenants: counts[state] })),
    tags,
  };
}

import { startRuns } from '@tenantry/domain';
import type { Rows } from './rows.ts';
import { actor } from './run-to-end.ts';

/** Starts directory-sync for every customer, or for the named ones. Gives the batch, its runs, and the seconds until it was made and its first slips were rung. */
export async function startBatch(
  { db, ring }: Pick<Rows, 'db' | 'ring'>,
  tenantIds?: string[],
): Promise<{ batchId: string; created: number; seconds: number }> {
  const selection = tenantIds === undefined ? { kind: 'all' as const } : { kind: 'tenants' as const, tenantIds };
  const wish = { job: 'directory-sync', params: {}, selection, actor, trigger: 'operator' as const };
  const startedAt = performance.now();
  const started = await startRuns(db, ring, { ...wish, now: new Date() });
  const seconds = (performance.now() - startedAt) / 1000;
  if (started.kind !== 'started' || started.batchId === null) throw new Error(`No batch was made: ${JSON.stringify(started)}`);
  return { batchId: started.batchId, created: started.created, seconds };
}

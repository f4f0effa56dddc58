import { startRuns } from '@tenantry/domain';
import type { Installation } from '../installation.ts';
import { actor } from '../run-to-end.ts';
import { until } from '../until.ts';

const minute = 60_000;

/** Starts a first sync of each giant, and resolves with the runs when every one of them is under way. */
export async function startGiants(installation: Installation, giants: readonly string[]): Promise<string[]> {
  const { db, ring } = installation;
  const runIds: string[] = [];
  for (const tenantId of giants) {
    const wish = { job: 'directory-sync', params: {}, actor, trigger: 'operator' as const, now: new Date() };
    const started = await startRuns(db, ring, { ...wish, selection: { kind: 'tenants', tenantIds: [tenantId] } });
    if (started.kind === 'started') runIds.push(...started.runIds);
  }
  if (runIds.length !== giants.length) throw new Error('A giant was not started.');
  await until('every giant is under way', minute, async () =>
    (await pagesOfEach(installation, giants)).every((pages) => pages > 2),
  );
  return runIds;
}

/** Pages that all giants together have been read so far. Throws when one of them is through, for then it is no giant any more. */
export async function pagesOf(installation: Installation, giants: readonly string[]): Promise<number> {
  const where = { tenantId: { in: [...giants] }, job: 'directory-sync', finishedAt: { not: null } };
  if ((await installation.db.asFleet((tx) => tx.run.count({ where }))) > 0)
    throw new Error('A giant was too small: its run has ended.');
  return (await pagesOfEach(installation, giants)).reduce((sum, pages) => sum + pages, 0);
}

async function pagesOfEach({ emulator }: Installation, giants: readonly string[]): Promise<number[]> {
  const counters = await emulator.control<Record<string, Record<string, number>>>('GET', '/counters');
  return giants.map((tenantId) => counters[tenantId]?.fullPassPages ?? 0);
}

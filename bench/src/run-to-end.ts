import { findRun, type RunDetail, startRuns } from '@tenantry/domain';
import type { Rows } from './rows.ts';

const minute = 60_000;
export const actor = { kind: 'operator' as const, id: '00000000-0000-4000-8000-00000000000a', name: 'Bench' };

/**
 * Runs directory-sync for one tenant as it is in reality: a run is started, its slip rung, and a worker's process does it. The time goes from
 * before the start until the notice that the run has ended.
 *
 * @throws Error when the run did not succeed, or not within 20 minutes
 */
export async function runToEnd(
  { db, ring }: Pick<Rows, 'db' | 'ring'>,
  tenantId: string,
  params: { fullPass: boolean } = { fullPass: false },
): Promise<{ run: RunDetail; ms: number }> {
  const ended = Promise.withResolvers<RunDetail>();
  let runId: string | undefined;
  const look = async () => {
    const run = runId === undefined ? null : await findRun(db, runId).catch(ended.reject);
    if (run?.finishedAt) ended.resolve(run);
  };
  const listener = await db.listen(() => void look());
  const impatience = setTimeout(() => ended.reject(new Error('The run did not end within 20 minutes.')), 20 * minute);
  try {
    const startedAt = performance.now();
    const started = await startRuns(db, ring, {
      job: 'directory-sync',
      params,
      selection: { kind: 'tenants', tenantIds: [tenantId] },
      actor,
      trigger: 'operator',
      now: new Date(),
    });
    runId = started.kind === 'started' ? started.runIds[0] : undefined;
    if (runId === undefined) throw new Error(`The run was not started: ${JSON.stringify(started)}`);
    await look();
    const run = await ended.promise;
    const ms = performance.now() - startedAt;
    if (run.state !== 'succeeded') throw new Error(`The run ended ${JSON.stringify(run)}`);
    return { run, ms };
  } finally {
    clearTimeout(impatience);
    await listener.close();
  }
}

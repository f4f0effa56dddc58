import { findRun, startRuns } from '@tenantry/domain';
import type { Installation } from './installation.ts';

const minute = 60_000;
const actor = { kind: 'operator' as const, id: '00000000-0000-4000-8000-00000000000a', name: 'Bench' };

/**
 * Users a second of a first sync as it is in reality: a run is started, its slip rung, and the worker's process reads organization, users and
 * groups and commits every page. From before the start until the notice that the run has ended.
 */
export async function firstSync({ db, ring }: Installation, tenantId: string, users: number): Promise<number> {
  const ended = Promise.withResolvers<void>();
  const listener = await db.listen(() => void look());
  const impatience = setTimeout(() => ended.reject(new Error('The run did not end within five minutes.')), 5 * minute);
  let runId: string | undefined;
  const look = async () => {
    const run = runId === undefined ? null : await findRun(db, runId).catch(ended.reject);
    if (run?.finishedAt) ended.resolve();
  };
  try {
    const startedAt = performance.now();
    const wish = {
      job: 'directory-sync',
      params: {},
      tenantIds: [tenantId],
      actor,
      trigger: 'operator' as const,
      now: new Date(),
    };
    const started = await startRuns(db, ring, wish);
    runId = started.kind === 'started' ? started.runIds[0] : undefined;
    if (runId === undefined) throw new Error(`The run was not started: ${JSON.stringify(started)}`);
    await look();
    await ended.promise;
    const seconds = (performance.now() - startedAt) / 1000;
    await expectWhole({ db, runId, tenantId, users });
    return users / seconds;
  } finally {
    clearTimeout(impatience);
    await listener.close();
  }
}

/** A fast run that left something out would be no measurement. */
async function expectWhole(at: Pick<Installation, 'db'> & { runId: string; tenantId: string; users: number }): Promise<void> {
  const run = await findRun(at.db, at.runId);
  if (run?.state !== 'succeeded') throw new Error(`The run ended ${JSON.stringify(run)}`);
  const written = await at.db.asTenant(at.tenantId, (tx) => tx.directoryUser.count({ where: { deletedAt: null } }));
  if (written !== at.users) throw new Error(`${written} users were written instead of ${at.users}.`);
}

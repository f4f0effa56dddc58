import { cancelRun } from '@tenantry/domain';
import type { Bench } from '../bench.ts';
import { connectTenants } from '../connect-tenants.ts';
import { type Installation, startInstallation } from '../installation.ts';
import { actor } from '../run-to-end.ts';
import { tenantIdsOf } from '../seed-connections.ts';
import { arrive, p95 } from './arrivals.ts';
import { pagesOf, startGiants } from './giants.ts';

const second = 1000;

/** Whether giants that could fill every slot keep small tenants waiting, and what being fair costs the giants. */
export const fairness: Bench = {
  name: 'fairness',
  async run(tools) {
    const { say, quick } = tools;
    const plan = quick
      ? { concurrency: 2, giantUsers: 300_000, smallCount: 60, overMs: 10 * second }
      : { concurrency: 4, giantUsers: 1_000_000, smallCount: 500, overMs: 60 * second };
    const workers = 2;
    const installation = await startInstallation(tools, { workers, concurrency: plan.concurrency });
    const all = tenantIdsOf(plan.smallCount + workers * plan.concurrency);
    const [small, giants] = [all.slice(0, plan.smallCount), all.slice(plan.smallCount)];
    say(
      `${giants.length} giants of ${plan.giantUsers} users, as many as there are slots, and ${small.length} small tenants of 20 …`,
    );
    await connectTenants(installation, [
      ...small.map((tenantId) => ({ tenantId, users: 20, groups: 1, membersPerGroup: 5, devices: 5 })),
      ...giants.map((tenantId) => ({ tenantId, users: plan.giantUsers, groups: 0, devices: 0 })),
    ]);
    for (const tenantId of all) await installation.emulator.control('PATCH', `/tenants/${tenantId}/graph`, { latencyMs: 20 });
    // All of them exist already when they are measured, so that both times they cost the same.
    await arrive(installation, small, 5 * second);
    const alone = p95(await arrive(installation, small, plan.overMs));
    say(`Small tenants alone: p95 from start to finish ${alone.toFixed(0)} ms.`);

    const runIds = await startGiants(installation, giants);
    const rateAlone = await rate(installation, giants, () => new Promise((done) => setTimeout(done, plan.overMs / 2)));
    say(`Giants alone: ${rateAlone.toFixed(1)} pages/s.`);
    let beside = 0;
    const rateBeside = await rate(installation, giants, async () => {
      beside = p95(await arrive(installation, small, plan.overMs));
    });
    say(`Together: p95 of the small ones ${beside.toFixed(0)} ms, giants ${rateBeside.toFixed(1)} pages/s.`);
    for (const runId of runIds) await cancelRun(installation.db, installation.ring, { runId, actor, now: new Date() });
    return [
      {
        measure: `p95 finish of ${small.length} small tenants beside ${giants.length} giants, on as many slots`,
        ...{ unit: 'ms', ours: beside, instead: null, limit: alone, ratio: beside / alone, goal: { atMost: 1.3 } },
      },
      {
        measure: `pages of ${giants.length} giants beside ${small.length} small tenants`,
        ...{
          unit: 'pages/s',
          ours: rateBeside,
          instead: null,
          limit: rateAlone,
          ratio: rateBeside / rateAlone,
          goal: { atLeast: 0.7 },
        },
      },
    ];
  },
};

/** Pages a second that the giants are read while something else happens. */
async function rate(installation: Installation, giants: readonly string[], meanwhile: () => Promise<unknown>): Promise<number> {
  const [before, startedAt] = [await pagesOf(installation, giants), performance.now()];
  await meanwhile();
  const seconds = (performance.now() - startedAt) / 1000;
  return ((await pagesOf(installation, giants)) - before) / seconds;
}

import { cancelRun } from '@tenantry/domain';
import type { Bench, Comparison } from '../bench.ts';
import { connectTenants } from '../connect-tenants.ts';
import { type Installation, startInstallation } from '../installation.ts';
import { mostMegabytes } from '../memory/memory.ts';
import { watchMemory } from '../memory/process-tree.ts';
import { actor } from '../run-to-end.ts';
import { tenantIdsOf } from '../seed-connections.ts';
import { until } from '../until.ts';
import { arrive, p95 } from './arrivals.ts';
import { pagesOf, startGiants } from './giants.ts';

const second = 1000;

/**
 * Whether giants that could fill every slot keep small tenants waiting, and what being fair costs the giants. Graph takes equally long for everybody's
 * answers. With 20 ms eight giants alone keep two processor cores busy, and then that is what is measured. The queue is on Redis, as where many workers are.
 */
export const fairness: Bench = {
  name: 'fairness',
  async run(tools) {
    const { say, quick } = tools;
    const plan = quick
      ? { concurrency: 2, giantUsers: 300_000, smallCount: 60, overMs: 10 * second }
      : { concurrency: 4, giantUsers: 1_000_000, smallCount: 500, overMs: 60 * second };
    const rounds = [
      { latencyMs: 200, judged: true },
      { latencyMs: 20, judged: false },
    ];
    const workers = 2;
    const installation = await startInstallation(tools, { workers, concurrency: plan.concurrency, redis: true });
    const slots = workers * plan.concurrency;
    const all = tenantIdsOf(plan.smallCount + 2 * rounds.length * slots);
    const small = all.slice(0, plan.smallCount);
    // Giants of their own for each measurement, so that none is through before it ends.
    const giants = all.slice(plan.smallCount);
    say(`${slots} giants of ${plan.giantUsers} users, as many as there are slots, and ${small.length} small tenants of 20 …`);
    await connectTenants(installation, [
      ...small.map((tenantId) => ({ tenantId, users: 20, groups: 1, membersPerGroup: 5, devices: 5 })),
      ...giants.map((tenantId) => ({ tenantId, users: plan.giantUsers, groups: 0, devices: 0 })),
    ]);
    // All of them exist already when they are measured, so that both times they cost the same.
    await arrive(installation, small, 5 * second);

    const comparisons: Comparison[] = [];
    const watches = installation.workers.map(({ pid }) => watchMemory(pid, 2 * second));
    for (const { latencyMs, judged } of rounds) {
      const [apart, together] = [giants.splice(0, slots), giants.splice(0, slots)];
      await setLatency(installation, [...small, ...apart, ...together], latencyMs);
      const alone = p95(await arrive(installation, small, plan.overMs));
      const runsAlone = await startGiants(installation, apart);
      const rateAlone = await rate(installation, apart, () => new Promise((done) => setTimeout(done, plan.overMs / 2)));
      await cancelAll(installation, runsAlone);

      const runsBeside = await startGiants(installation, together);
      let beside = 0;
      const rateBeside = await rate(installation, together, async () => {
        beside = p95(await arrive(installation, small, plan.overMs));
      });
      await cancelAll(installation, runsBeside);
      say(
        `Answers after ${latencyMs} ms: small ones alone ${alone.toFixed(0)} ms at p95, beside giants ${beside.toFixed(0)} ms; ` +
          `giants alone ${rateAlone.toFixed(1)} pages/s, beside the small ones ${rateBeside.toFixed(1)}.`,
      );
      const how = judged ? `at ${latencyMs} ms an answer` : `at ${latencyMs} ms an answer, which fills the processor`;
      comparisons.push(
        {
          measure: `p95 finish of ${small.length} small tenants beside ${slots} giants ${how}`,
          ...{ unit: 'ms', ours: beside, instead: null, limit: alone, ratio: beside / alone },
          goal: judged ? { atMost: 1.3 } : null,
        },
        {
          measure: `pages of ${slots} giants beside ${small.length} small tenants, ${how}`,
          ...{ unit: 'pages/s', ours: rateBeside, instead: null, limit: rateAlone, ratio: rateBeside / rateAlone },
          goal: judged ? { atLeast: 0.7 } : null,
        },
      );
    }
    const peaks = await Promise.all(watches.map((watch) => watch.end()));
    const peak = Math.max(...peaks);
    comparisons.push({
      measure: `peak memory of the larger of ${workers} workers, all of that time`,
      ...{ unit: 'MB', ours: peak, instead: null, limit: null, ratio: peak, goal: { atMost: mostMegabytes } },
    });
    return comparisons;
  },
};

async function setLatency({ emulator }: Installation, tenantIds: readonly string[], latencyMs: number): Promise<void> {
  for (const tenantId of tenantIds) await emulator.control('PATCH', `/tenants/${tenantId}/graph`, { latencyMs });
}

/** Resolves when none of the runs is under way any more. */
async function cancelAll({ db, ring }: Installation, runIds: readonly string[]): Promise<void> {
  for (const runId of runIds) await cancelRun(db, ring, { runId, actor, now: new Date() });
  const underWay = () => db.asFleet((tx) => tx.run.count({ where: { id: { in: [...runIds] }, finishedAt: null } }));
  await until('the giants are cancelled', 30 * second, async () => (await underWay()) === 0);
}

/** Pages a second that the giants are read while something else happens. */
async function rate(installation: Installation, giants: readonly string[], meanwhile: () => Promise<unknown>): Promise<number> {
  const [before, startedAt] = [await pagesOf(installation, giants), performance.now()];
  await meanwhile();
  const seconds = (performance.now() - startedAt) / 1000;
  return ((await pagesOf(installation, giants)) - before) / seconds;
}

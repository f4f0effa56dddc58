import type { Bench, BenchTools, Comparison, Goal } from '../bench.ts';
import { startInstallation } from '../installation.ts';
import { interleave } from '../interleave.ts';
import { type Sides, sidesOf } from './sides.ts';

/** Few groups without members and no devices, so that users are what is measured. */
const beside = { groups: 20, membersPerGroup: 0, devices: 0 };
const latencies = [
  { latencyMs: 20, goals: { sample: 12, download: 0.85 } },
  { latencyMs: 0, goals: { sample: 30, download: 0.3 } },
];

/** The first sync of a large tenant, beside the way of the official samples and beside downloading alone. */
export const sync: Bench = {
  name: 'sync',
  async run(tools) {
    const { say, quick } = tools;
    const plan = quick ? { users: 10_000, sampleUsers: 1000, rounds: 2 } : { users: 100_000, sampleUsers: 5000, rounds: 5 };
    // The first users are enough for the sample, whose cost grows with each user alike.
    const { users, sampleUsers, rounds } = plan;
    const measured = { tenantId: 'b1000000-0000-4000-8000-000000100000', users };
    const small = { tenantId: 'b1000000-0000-4000-8000-000000010000', users: users / 10 };
    say('Emulator, PostgreSQL and worker run in processes of their own; the sample and the download in this one.');
    const installation = await startInstallation(tools);
    for (const tenant of [measured, small]) await installation.connect({ ...tenant, ...beside });
    say(`ours: ${users} users and ${beside.groups} groups without members, from the start of the run to the notice of its end.`);
    say('download: the pages of users, fetched and parsed.');
    say(
      `sample: the SDK's page iterator and an upsert for each of the first ${sampleUsers} users, as a rate; its cost is linear.`,
    );
    for (const warmUp of Object.values(sidesOf(installation, small, small.users / 10))) await warmUp();
    const sides = sidesOf(installation, measured, sampleUsers);
    const comparisons: Comparison[] = [];
    for (const { latencyMs, goals } of latencies) {
      await installation.emulator.control('PATCH', `/tenants/${measured.tenantId}/graph`, { latencyMs });
      const title = `first sync of ${users} users, pages at ${latencyMs} ms`;
      comparisons.push(...(await compare(tools, { title, rounds, goals }, sides)));
    }
    return comparisons;
  },
};

async function compare(
  tools: BenchTools,
  { title, rounds, goals }: { title: string; rounds: number; goals: Record<'sample' | 'download', number> },
  sides: Sides,
): Promise<Comparison[]> {
  const unit = 'users/s';
  const rate = await interleave(tools, { title, rounds, unit }, sides);
  const { ours, download } = rate;
  const besideSample = (name: string, instead: number, goal: Goal | null): Comparison => ({
    measure: `${title}, beside ${name}`,
    ...{ unit, ours, instead, limit: null, ratio: ours / instead, goal },
  });
  return [
    besideSample('the sample', rate.sample, { atLeast: goals.sample }),
    besideSample('the sample with SQL by hand', rate['sample by SQL'], null),
    {
      measure: `${title}, beside the download`,
      ...{ unit, ours, instead: null, limit: download, ratio: ours / download, goal: { atLeast: goals.download } },
    },
  ];
}

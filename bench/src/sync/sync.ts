import type { Bench, BenchTools, Comparison } from '../bench.ts';
import { interleave } from '../interleave.ts';
import { startInstallation } from './installation.ts';
import { type Sides, sidesOf } from './sides.ts';

const rounds = 5;
/** The first users are enough for the sample, whose cost grows with each user alike. */
const sampleUsers = 5000;
/** Few groups without members, so that users are what is measured. */
const groups = { groups: 20, membersPerGroup: 0 };
const measured = { tenantId: 'b1000000-0000-4000-8000-000000100000', users: 100_000 };
/** Every side is warmed up with it. */
const small = { tenantId: 'b1000000-0000-4000-8000-000000010000', users: 10_000 };

const latencies = [
  { latencyMs: 20, goals: { sample: 12, download: 0.85 } },
  { latencyMs: 0, goals: { sample: 30, download: 0.3 } },
];

/** The first sync of a large tenant, beside the way of the official samples and beside downloading alone. */
export const sync: Bench = {
  name: 'sync',
  async run(tools) {
    const { say } = tools;
    say('Emulator, PostgreSQL and worker run in processes of their own; the sample and the download in this one.');
    const installation = await startInstallation(tools);
    for (const tenant of [measured, small]) await installation.connect({ ...tenant, ...groups });
    say(
      `ours: ${measured.users} users and ${groups.groups} groups without members, from the start of the run to the notice of its end.`,
    );
    say('download: the pages of users, fetched and parsed.');
    say(
      `sample: the SDK's page iterator and an upsert for each of the first ${sampleUsers} users, as a rate; its cost is linear.`,
    );
    for (const warmUp of Object.values(sidesOf(installation, small, sampleUsers))) await warmUp();
    const sides = sidesOf(installation, measured, sampleUsers);
    const comparisons: Comparison[] = [];
    for (const { latencyMs, goals } of latencies) {
      await installation.emulator.control('PATCH', `/tenants/${measured.tenantId}/graph`, { latencyMs });
      comparisons.push(...(await compare(tools, `pages at ${latencyMs} ms`, goals, sides)));
    }
    return comparisons;
  },
};

async function compare(
  tools: BenchTools,
  pages: string,
  goals: Record<'sample' | 'download', number>,
  sides: Sides,
): Promise<Comparison[]> {
  const plan = { title: `First sync, ${pages}`, rounds, unit: 'users/s' };
  const { ours, sample, download } = await interleave(tools, plan, sides);
  const measure = `first sync of ${measured.users} users, ${pages}`;
  const unit = 'users/s';
  return [
    {
      measure: `${measure}, beside the sample`,
      ...{ unit, ours, instead: sample, limit: null, ratio: ours / sample, goal: { atLeast: goals.sample } },
    },
    {
      measure: `${measure}, beside the download`,
      ...{ unit, ours, instead: null, limit: download, ratio: ours / download, goal: { atLeast: goals.download } },
    },
  ];
}

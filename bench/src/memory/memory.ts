import type { Bench, BenchTools, Comparison } from '../bench.ts';
import { graphAccess } from '../graph/graph-access.ts';
import { type Installation, startInstallation } from '../installation.ts';
import { startNodeProgram } from '../node-program.ts';
import { runToEnd } from '../run-to-end.ts';
import { startWorker } from '../worker.ts';
import { watchMemory } from './process-tree.ts';

const minute = 60_000;
/** What a worker may hold at most. */
export const mostMegabytes = 300;

/** What the worker holds in memory at most, while tenants grow; and what it holds who collects a listing before working on it. */
export const memory: Bench = {
  name: 'memory',
  async run(tools) {
    const { say, quick } = tools;
    const [few, many] = quick ? [1000, 20_000] : [10_000, 1_000_000];
    const installation = await startInstallation(tools);
    const small = tenant(0, few);
    const large = tenant(1, many);
    const four = [2, 3, 4, 5].map((number) => tenant(number, many / 4));
    for (const each of [small, large, ...four]) await installation.connect(each);
    const peakOf = async (title: string, tenantIds: string[]) => {
      const peak = await peakWhile(tools, installation, tenantIds);
      say(`The worker's process tree held ${peak.toFixed(0)} MB at most: ${title}.`);
      return peak;
    };
    const ours = {
      small: await peakOf(`a first sync of ${few} users`, [small.tenantId]),
      large: await peakOf(`a first sync of ${many} users`, [large.tenantId]),
      four: await peakOf(
        `four first syncs of ${many / 4} users at once`,
        four.map(({ tenantId }) => tenantId),
      ),
    };
    const sample = {
      small: await peakOfSample(tools, installation, small),
      large: await peakOfSample(tools, installation, large),
    };
    say(`The sample held ${sample.small.toFixed(0)} MB with ${few} users and ${sample.large.toFixed(0)} MB with ${many}.`);
    const peak = (what: string, value: number, instead: number | null): Comparison => ({
      measure: `peak memory of a worker, ${what}`,
      ...{ unit: 'MB', ours: value, instead, limit: null, ratio: value, goal: { atMost: mostMegabytes } },
    });
    const growth = (100 * ours.large) / ours.small;
    return [
      peak(`one tenant of ${few} users`, ours.small, sample.small),
      peak(`one tenant of ${many} users`, ours.large, sample.large),
      peak(`four tenants of ${many / 4} users at once`, ours.four, null),
      {
        measure: `peak memory with ${many} users, beside ${few} users`,
        unit: '% of the peak with few',
        ...{
          ours: growth,
          instead: (100 * sample.large) / sample.small,
          limit: 100,
          ratio: growth / 100,
          goal: { atMost: 1.15 },
        },
      },
    ];
  },
};

type Tenant = { tenantId: string; users: number; groups: number; membersPerGroup: number };

/** Groups and devices grow with the users, as they do. */
const tenant = (number: number, users: number): Tenant => ({
  tenantId: `b2000000-0000-4000-8000-00000000000${number}`,
  ...{ users, groups: Math.ceil(users / 1000), membersPerGroup: 20 },
});

/** The most a new worker holds while tenants are synced for the first time, in MB. */
async function peakWhile(tools: BenchTools, installation: Installation, tenantIds: string[]): Promise<number> {
  // One that has worked already has grown already.
  for (const worker of installation.workers.splice(0)) await worker.stop();
  const worker = await startWorker(tools, { rows: installation, emulatorUrl: installation.emulator.url });
  installation.workers.push(worker);
  const watch = watchMemory(worker.pid);
  await Promise.all(tenantIds.map((tenantId) => runToEnd(installation, tenantId)));
  return watch.end();
}

async function peakOfSample({ cleanup }: BenchTools, { emulator }: Installation, { tenantId, users }: Tenant): Promise<number> {
  const { graphUrl, accessToken } = await graphAccess(emulator.url, tenantId);
  const program = startNodeProgram('bench/src/memory/sample-process.ts', { args: [graphUrl, accessToken] });
  cleanup.add(() => program.stop());
  const watch = watchMemory(program.pid);
  await program.printed(new RegExp(`collected ${users}\\b`), 10 * minute);
  const peak = await watch.end();
  await program.stop();
  return peak;
}

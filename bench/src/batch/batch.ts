import type { Bench, BenchTools, Comparison } from '../bench.ts';
import { startRows } from '../rows.ts';
import { seedConnections, tenantIdsOf } from '../seed-connections.ts';
import { startBatch } from '../start-batch.ts';
import { measureBareQueue } from './bare-queue.ts';
import { workOffNothing } from './no-op-runs.ts';

const concurrency = 20;

/** What the truth in rows costs beside a queue alone: a batch over many tenants is made, and runs that do nothing are worked off. */
export const batch: Bench = {
  name: 'batch',
  async run(tools) {
    const onPostgres = await measure(tools, { redis: false, name: 'PostgreSQL', atMostMs: 6 });
    await tools.cleanup.run();
    return [...onPostgres, ...(await measure(tools, { redis: true, name: 'Redis', atMostMs: 3 }))];
  },
};

async function measure(
  tools: BenchTools,
  { redis, name, atMostMs }: { redis: boolean; name: string; atMostMs: number },
): Promise<Comparison[]> {
  const count = tools.quick ? 1000 : 10_000;
  const rows = await startRows(tools, { signInHost: 'localhost', redis, poolSize: concurrency });
  const tenantIds = tenantIdsOf(count);
  await seedConnections(rows, tenantIds);
  // A portal has its connections already.
  const { created: before } = await startBatch(rows, tenantIds.slice(0, 2));
  const made = await startBatch(rows);
  if (made.created !== count) throw new Error(`${made.created} runs were made instead of ${count}.`);
  tools.say(`Queue on ${name}: a batch of ${count} runs was made in ${made.seconds.toFixed(2)} s, and is worked off …`);
  const msPerRun = await workOffNothing(rows, { count: count + before, concurrency });
  const bare = await measureBareQueue(tools, rows, { count, concurrency });
  tools.say(`${msPerRun.toFixed(2)} ms a run; BullMQ alone ${bare.msPerJob.toFixed(2)} ms a job.`);
  return [
    {
      measure: `a batch over ${count} tenants is made, queue on ${name}, beside addBulk`,
      ...{ unit: 's', ours: made.seconds, instead: bare.addSeconds, limit: null, ratio: made.seconds, goal: { atMost: 1.5 } },
    },
    {
      measure: `a run that does nothing, claim to finish, ${concurrency} at once, queue on ${name}`,
      ...{ unit: 'ms/run', ours: msPerRun, instead: bare.msPerJob, limit: null, ratio: msPerRun, goal: { atMost: atMostMs } },
    },
  ];
}

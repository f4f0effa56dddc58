import { setTimeout as delay } from 'node:timers/promises';
import { findBatch } from '@tenantry/domain';
import type { Bench } from '../bench.ts';
import { startInstallation } from '../installation.ts';
import { seedConnections } from '../seed-connections.ts';
import { startBatch } from '../start-batch.ts';
import { addTenants } from '../tokens/tenants.ts';

const minute = 60_000;

/** A whole fleet is synced once: every tenant with a token of its own, real pages and real rows, on one machine. */
export const tenants: Bench = {
  name: 'tenants',
  async run(tools) {
    const { say, quick } = tools;
    const count = quick ? 300 : 10_000;
    const installation = await startInstallation(tools);
    say(`${count} tenants are made …`);
    const tenantIds = await addTenants(installation.emulator, count);
    await seedConnections(installation, tenantIds);
    const startedAt = performance.now();
    const { batchId, seconds, created } = await startBatch(installation);
    if (created !== count) throw new Error(`${created} runs were made instead of ${count}.`);
    const counts = await untilEnded(installation, batchId, say);
    const msPerTenant = (performance.now() - startedAt) / count;
    const asked = await Promise.all(tenantIds.slice(0, 20).map((tenantId) => installation.emulator.tokenRequests(tenantId)));
    if (asked.some((requests) => requests < 1)) throw new Error('A tenant was read without a token of its own.');
    const what = `a directory-sync batch over ${count} tenants`;
    return [
      {
        measure: `${what} is made while a worker takes its runs`,
        ...{ unit: 's', ours: seconds, instead: null, limit: null, ratio: seconds, goal: { atMost: 1.5 } },
      },
      {
        measure: `${what}, runs that did not succeed`,
        ...{
          unit: 'runs',
          ours: count - (counts.succeeded ?? 0),
          instead: null,
          limit: 0,
          ratio: count - (counts.succeeded ?? 0),
        },
        goal: { atMost: 0 },
      },
      {
        measure: `${what}, one worker of 8 slots, a tenant`,
        ...{ unit: 'ms/tenant', ours: msPerTenant, instead: null, limit: null, ratio: msPerTenant, goal: null },
      },
    ];
  },
};

async function untilEnded(
  { db }: Awaited<ReturnType<typeof startInstallation>>,
  batchId: string,
  say: (line: string) => void,
): Promise<Partial<Record<string, number>>> {
  const deadline = performance.now() + 30 * minute;
  let toldAt = 0;
  for (; performance.now() < deadline; await delay(500)) {
    const found = await findBatch(db, batchId);
    if (found === null) break;
    if (found.state === 'ended') return found.counts;
    if (performance.now() - toldAt < 15_000) continue;
    toldAt = performance.now();
    say(`${found.done} of ${found.total} runs have ended.`);
  }
  throw new Error('The batch did not end within half an hour.');
}

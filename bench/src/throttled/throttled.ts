import { PageIterator } from '@microsoft/microsoft-graph-client';
import type { Bench, Comparison } from '../bench.ts';
import { usersPath } from '../graph/download.ts';
import { graphAccess } from '../graph/graph-access.ts';
import { graphClient } from '../graph/graph-client.ts';
import { type Installation, startInstallation } from '../installation.ts';
import { runToEnd } from '../run-to-end.ts';

const tenantId = 'b4000000-0000-4000-8000-000000000001';
/** Of the documented quotas, at the emulator and at the worker: so much less to do makes an hour's listing a matter of a minute. */
const scale = 0.02;
/** Units in ten seconds of a tenant of more than 500 users (throttling-limits.md). */
const unitsPerSecond = (8000 / 10) * scale;

interface Measured {
  /** Share of the quota that was used, in per cent. */
  used: number;
  /** Share of requests that were answered 429, in per cent. */
  refused: number;
  tooEarly: number;
}

/** How much of a tenant's quota is used when there is more to read than it allows, and how often Graph has to say so. */
export const throttled: Bench = {
  name: 'throttled',
  async run(tools) {
    const { say, quick } = tools;
    const seconds = quick ? 20 : 120;
    const usersPerPage = 10;
    const users = Math.round(seconds * unitsPerSecond * usersPerPage);
    const installation = await startInstallation(tools, {
      program: 'bench/src/throttled/worker-process.ts',
      env: { BENCH_BUDGET_SHARE: String(scale) },
    });
    const { emulator } = installation;
    await installation.connect({ tenantId, users, groups: 5, membersPerGroup: 2, devices: 0 });
    say(`The first sync of ${users} users tells the size of the tenant …`);
    await runToEnd(installation, tenantId);
    await emulator.control('PATCH', `/tenants/${tenantId}/graph`, { longestPage: usersPerPage });
    await emulator.control('PATCH', `/tenants/${tenantId}/throttle`, { scale });
    say(`Pages of ${usersPerPage} users; ${unitsPerSecond} units a second are allowed, so the listing takes about ${seconds} s.`);
    const ours = await measure(installation, () => runToEnd(installation, tenantId, { fullPass: true }));
    say(`ours: ${told(ours)}`);
    const sdk = await measure(installation, async () => listBySdk(emulator.url, users));
    say(`SDK with its retry handler: ${told(sdk)}`);
    const row = (measure: string, unit: string, name: keyof Measured, limit: number, goal: Comparison['goal']): Comparison => ({
      measure,
      ...{ unit, ours: ours[name], instead: sdk[name], limit, goal },
      ratio: name === 'used' ? ours.used / 100 : ours[name],
    });
    return [
      row('quota used of a throttled tenant', '% of its units', 'used', 100, { atLeast: 0.9 }),
      row('requests of a throttled tenant answered 429', '% of requests', 'refused', 0, { atMost: 1 }),
      row('calls before Retry-After had passed', 'calls', 'tooEarly', 0, { atMost: 0 }),
    ];
  },
};

const told = ({ used, refused, tooEarly }: Measured) =>
  `${used.toFixed(1)} % of the quota, ${refused.toFixed(2)} % answered 429, ${tooEarly} too early`;

async function measure({ emulator }: Installation, work: () => Promise<unknown>): Promise<Measured> {
  await emulator.control('DELETE', '/counters');
  const startedAt = performance.now();
  await work();
  const seconds = (performance.now() - startedAt) / 1000;
  const { resourceUnits = 0, throttled429 = 0, calledTooEarly = 0, graphRequests = 1 } = await emulator.counters(tenantId);
  return {
    used: (100 * resourceUnits) / (seconds * unitsPerSecond),
    refused: (100 * throttled429) / graphRequests,
    tooEarly: calledTooEarly,
  };
}

/** As the official samples list; a listing that fails begins again, as their users' jobs do. */
async function listBySdk(graphUrl: string, users: number): Promise<void> {
  const client = graphClient(await graphAccess(graphUrl, tenantId));
  for (let tries = 0; tries < 20; tries += 1) {
    let seen = 0;
    try {
      const iterator = new PageIterator(client, await client.api(usersPath).get(), () => {
        seen += 1;
        return true;
      });
      await iterator.iterate();
      if (seen === users) return;
    } catch {
      // The retry handler has given up after three tries.
    }
  }
  throw new Error('The SDK never came to the end of the listing.');
}

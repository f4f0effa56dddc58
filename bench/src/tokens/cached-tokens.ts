import type { AppTokens } from '@tenantry/entra/tokens';
import type { BenchTools, Comparison } from '../bench.ts';
import { interleave } from '../interleave.ts';
import type { MsalCall } from './msal.ts';
import { scattered } from './tenants.ts';

/** A cost that grows hardly more than that of a bare Map, while tenants grow a hundredfold, is called flat. */
const flat = { atMost: 1.5 };

interface Filled {
  appTokens: AppTokens;
  tenantIds: string[];
}

/** What one call for a cached token costs, beside msal-node and beside ourselves with fewer tenants. */
export async function compareCachedTokens(
  tools: BenchTools,
  { ours, msal }: { ours: Record<'at100' | 'at1000' | 'at10000', Filled>; msal: MsalCall },
): Promise<Comparison[]> {
  const { rounds, ourCalls, msalCalls } = tools.quick
    ? { rounds: 2, ourCalls: 20_000, msalCalls: 10 }
    : { rounds: 7, ourCalls: 200_000, msalCalls: 60 };
  const ourCost = ({ appTokens, tenantIds }: Filled) =>
    perCall(tenantIds, ourCalls, (tenantId) => appTokens.get(tenantId, { generation: 1 }));
  const bare = (tenantIds: string[]) => {
    const map = new Map(tenantIds.map((tenantId) => [tenantId, { tenantId }]));
    return () => perCall(tenantIds, ourCalls, async (tenantId) => map.get(tenantId));
  };
  const plan = { title: 'A cached token', rounds, unit: 'µs a call' };
  const cost = await interleave(tools, plan, {
    'ours at 10,000': () => ourCost(ours.at10000),
    'msal-node at 10,000': () => perCall(ours.at10000.tenantIds, msalCalls, (tenantId) => cachedOnly(msal, tenantId)),
    'ours at 1,000': () => ourCost(ours.at1000),
    'ours at 100': () => ourCost(ours.at100),
    'a bare Map at 10,000': bare(ours.at10000.tenantIds),
    'a bare Map at 1,000': bare(ours.at1000.tenantIds),
    'a bare Map at 100': bare(ours.at100.tenantIds),
  });
  tools.say('Tenants are called in no order. What a bare Map grows so is the memory of the machine.');
  // In per cent of what a call costs with 100 tenants, of ours and of a bare Map.
  const growth = (tenants: '1,000' | '10,000'): Comparison => {
    const ours = (100 * cost[`ours at ${tenants}`]) / cost['ours at 100'];
    const limit = (100 * cost[`a bare Map at ${tenants}`]) / cost['a bare Map at 100'];
    const measure = `a cached token, ${tenants} tenants, growth since 100 tenants beside a bare Map`;
    return { measure, unit: '% of the cost at 100', ours, instead: null, limit, ratio: ours / limit, goal: flat };
  };
  const [most, instead] = [cost['ours at 10,000'], cost['msal-node at 10,000']];
  return [
    {
      measure: 'a cached token, 10,000 tenants, beside one msal-node client',
      ...{ unit: 'µs/call', ours: most, instead, limit: null, ratio: instead / most, goal: { atLeast: 200 } },
    },
    growth('1,000'),
    growth('10,000'),
  ];
}

/** Microseconds of one call, made one after the other for tenants in no order. */
async function perCall(ids: readonly string[], count: number, call: (tenantId: string) => Promise<unknown>): Promise<number> {
  const order = [...scattered(ids, count)];
  const startedAt = performance.now();
  for (const tenantId of order) await call(tenantId);
  return ((performance.now() - startedAt) * 1000) / count;
}

async function cachedOnly(msal: MsalCall, tenantId: string): Promise<void> {
  const { fromCache } = await msal(tenantId);
  if (!fromCache) throw new Error('msal-node did not answer from its cache, so its cache was not measured.');
}

import type { AppTokens } from '@tenantry/entra/tokens';
import type { BenchTools, Comparison } from '../bench.ts';
import { interleave } from '../interleave.ts';
import type { MsalCall } from './msal.ts';
import { scattered } from './tenants.ts';

const rounds = 7;
const ourCalls = 200_000;
const msalCalls = 60;
/** A cost that grows less than this while tenants grow a hundredfold is called flat. */
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
    'a bare Map at 100': bare(ours.at100.tenantIds),
  });
  const grown = cost['a bare Map at 10,000'] / cost['a bare Map at 100'];
  tools.say(`Tenants are called in no order. A bare Map grows ${grown.toFixed(2)}-fold so: that much is the machine's memory.`);
  const few = cost['ours at 100'];
  const beside100 = (tenants: string, value: number): Comparison => ({
    measure: `a cached token, ${tenants} tenants, beside 100 tenants`,
    ...{ unit: 'µs/call', ours: value, instead: null, limit: few, ratio: value / few, goal: flat },
  });
  const [most, instead] = [cost['ours at 10,000'], cost['msal-node at 10,000']];
  return [
    {
      measure: 'a cached token, 10,000 tenants, beside one msal-node client',
      ...{ unit: 'µs/call', ours: most, instead, limit: null, ratio: instead / most, goal: { atLeast: 200 } },
    },
    beside100('1,000', cost['ours at 1,000']),
    beside100('10,000', most),
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

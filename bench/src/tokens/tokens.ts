import { type AppTokens, createAppTokens } from '@tenantry/entra/tokens';
import type { Bench, BenchTools, Comparison } from '../bench.ts';
import { graphResource, registration, startEmulatorProcess } from '../emulator.ts';
import { inParallel } from '../in-parallel.ts';
import { interleave } from '../interleave.ts';
import { type MsalCall, oneMsalClient } from './msal.ts';
import { addTenants, scattered, width } from './tenants.ts';

const most = 10_000;
const rounds = 7;
const ourCalls = 200_000;
const msalCalls = 60;
const callers = 100;

/** What a cached token costs, and how many requests callers at once make. */
export const tokens: Bench = {
  name: 'tokens',
  async run(tools) {
    const { say } = tools;
    const emulator = await startEmulatorProcess(tools);
    say(`The emulator runs in its own process; token caches live in this one. Making ${most} tenants …`);
    const tenantIds = await addTenants(emulator, most);
    const ours = () =>
      createAppTokens({
        entraBaseUrl: emulator.url,
        clientId: registration.clientId,
        credential: { kind: 'secret', value: registration.secret },
        graphResource,
        maxTenants: most,
      });

    const atOnce = await callAtOnce(tenantIds[0] ?? '', {
      ours: ours(),
      msal: oneMsalClient(emulator.url),
      asked: emulator.tokenRequests,
    });
    say(`Filling caches for 100, 1,000 and ${most} tenants of ours, and one of msal-node for ${most}, by real requests …`);
    const [at100, at1000, at10000] = [
      await filled(ours(), tenantIds.slice(0, 100)),
      await filled(ours(), tenantIds.slice(0, 1000)),
      await filled(ours(), tenantIds),
    ];
    const msal = oneMsalClient(emulator.url);
    await inParallel(tenantIds, width, (tenantId) => msal(tenantId, { skipCache: true }));

    return [...(await compareCalls(tools, { at100, at1000, at10000, msal, tenantIds })), atOnce];
  },
};

async function filled(appTokens: AppTokens, tenantIds: readonly string[]): Promise<() => Promise<number>> {
  await inParallel(tenantIds, width, (tenantId) => appTokens.get(tenantId, { generation: 1 }));
  return () => perCall(tenantIds, ourCalls, (tenantId) => appTokens.get(tenantId, { generation: 1 }));
}

/** Microseconds of one call, made one after the other for tenants without order. */
async function perCall(
  tenantIds: readonly string[],
  count: number,
  call: (tenantId: string) => Promise<unknown>,
): Promise<number> {
  const order = [...scattered(tenantIds, count)];
  const startedAt = performance.now();
  for (const tenantId of order) await call(tenantId);
  return ((performance.now() - startedAt) * 1000) / count;
}

async function compareCalls(
  tools: BenchTools,
  caches: {
    at100: () => Promise<number>;
    at1000: () => Promise<number>;
    at10000: () => Promise<number>;
    msal: MsalCall;
    tenantIds: string[];
  },
): Promise<Comparison[]> {
  const cached: MsalCall = async (tenantId) => {
    const token = await caches.msal(tenantId);
    if (!token.fromCache) throw new Error('msal-node did not answer from its cache, so its cache was not measured');
    return token;
  };
  const cost = await interleave(
    tools,
    { title: 'A cached token', rounds, unit: 'µs a call' },
    {
      'ours at 10,000 tenants': caches.at10000,
      'msal-node at 10,000': () => perCall(caches.tenantIds, msalCalls, cached),
      'ours at 1,000': caches.at1000,
      'ours at 100': caches.at100,
    },
  );
  const [ours, instead, few] = [cost['ours at 10,000 tenants'], cost['msal-node at 10,000'], cost['ours at 100']];
  const unit = 'µs/call';
  return [
    {
      measure: 'cached token, 10,000 tenants, beside one msal-node client',
      unit,
      ours,
      instead,
      limit: null,
      ratio: instead / ours,
      goal: { atLeast: 200 },
    },
    {
      measure: 'cached token, 1,000 tenants beside 100',
      unit,
      ours: cost['ours at 1,000'],
      instead: null,
      limit: few,
      ratio: cost['ours at 1,000'] / few,
      goal: { atMost: 1.5 },
    },
    {
      measure: 'cached token, 10,000 tenants beside 100',
      unit,
      ours,
      instead: null,
      limit: few,
      ratio: ours / few,
      goal: { atMost: 1.5 },
    },
  ];
}

/** Callers of one tenant nobody has a token for yet; how often Entra was asked is the emulator's word. */
async function callAtOnce(
  tenantId: string,
  { ours, msal, asked }: { ours: AppTokens; msal: MsalCall; asked: (tenantId: string) => Promise<number> },
): Promise<Comparison> {
  const requestsOf = async (call: () => Promise<unknown>) => {
    const before = await asked(tenantId);
    await Promise.all(Array.from({ length: callers }, call));
    return (await asked(tenantId)) - before;
  };
  const requests = await requestsOf(() => ours.get(tenantId, { generation: 1 }));
  const instead = await requestsOf(() => msal(tenantId));
  return {
    measure: `${callers} callers of one tenant at once`,
    unit: 'token requests',
    ours: requests,
    instead,
    limit: 1,
    ratio: requests,
    goal: { atMost: 1 },
  };
}

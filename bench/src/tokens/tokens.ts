import { type AppTokens, createAppTokens } from '@tenantry/entra/tokens';
import type { Bench } from '../bench.ts';
import { graphResource, registration, startEmulatorProcess } from '../emulator.ts';
import { inParallel } from '../in-parallel.ts';
import { compareCachedTokens } from './cached-tokens.ts';
import { countRequestsOfManyCallers } from './many-callers.ts';
import { oneMsalClient } from './msal.ts';
import { addTenants, width } from './tenants.ts';

/** What a cached token costs while tenants grow, and how often callers at once ask Entra. */
export const tokens: Bench = {
  name: 'tokens',
  async run(tools) {
    const { say, quick } = tools;
    const most = quick ? 1000 : 10_000;
    const emulator = await startEmulatorProcess(tools);
    say(`The emulator runs in its own process, the caches in this one. ${most} tenants are made …`);
    const tenantIds = await addTenants(emulator, most);
    // Room for all of them: unless told, createAppTokens remembers 5,000.
    const createOurs = () =>
      createAppTokens({
        entraBaseUrl: emulator.url,
        clientId: registration.clientId,
        credential: { kind: 'secret', value: registration.secret },
        graphResource,
        maxTenants: most,
      });
    const filled = async (count: number): Promise<{ appTokens: AppTokens; tenantIds: string[] }> => {
      const [appTokens, some] = [createOurs(), tenantIds.slice(0, count)];
      await inParallel(some, width, (tenantId) => appTokens.get(tenantId, { generation: 1 }));
      return { appTokens, tenantIds: some };
    };

    const tenantId = tenantIds[0] ?? '';
    const fresh = { ours: createOurs(), msal: oneMsalClient(emulator.url), asked: () => emulator.tokenRequests(tenantId) };
    const manyCallers = await countRequestsOfManyCallers(tenantId, fresh);

    say('Our caches are filled for 100, 1,000 and 10,000 tenants by real requests …');
    const ours = { at100: await filled(100), at1000: await filled(1000), at10000: await filled(most) };
    say('The cache of one msal-node client is filled likewise …');
    const msal = oneMsalClient(emulator.url);
    await inParallel(tenantIds, width, (each) => msal(each, { skipCache: true }));
    return [...(await compareCachedTokens(tools, { ours, msal })), manyCallers];
  },
};

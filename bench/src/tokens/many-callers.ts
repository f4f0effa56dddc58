import type { AppTokens } from '@tenantry/entra/tokens';
import type { Comparison } from '../bench.ts';
import type { MsalCall } from './msal.ts';

const callers = 100;

/**
 * How many requests it takes when many want the token of one tenant that nobody has yet.
 *
 * @param sides.asked how often Entra was asked for that tenant, by the emulator's own count
 */
export async function countRequestsOfManyCallers(
  tenantId: string,
  sides: { ours: AppTokens; msal: MsalCall; asked: () => Promise<number> },
): Promise<Comparison> {
  const requestsOf = async (call: () => Promise<unknown>) => {
    const before = await sides.asked();
    await Promise.all(Array.from({ length: callers }, call));
    return (await sides.asked()) - before;
  };
  const ours = await requestsOf(() => sides.ours.get(tenantId, { generation: 1 }));
  const instead = await requestsOf(() => sides.msal(tenantId));
  const measure = `${callers} callers of one tenant at once, beside one request`;
  return { measure, unit: 'token requests', ours, instead, limit: 1, ratio: ours, goal: { atMost: 1 } };
}

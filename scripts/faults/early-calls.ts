import type { Emulator } from '@tenantry/emulator';

/** A call that came before the end of a pause that Graph had asked for, as the emulator counts them. */
export interface EarlyCall {
  tenantId: string;
  /** How long after the newest answer that asked the tenant, or all of them, to pause; null when that was long ago. */
  afterMs: number | null;
  /** Whether another tenant was answered so, and the pause was for all. */
  ofOthers: boolean;
}

/**
 * Whether nobody is to blame: a pause for all tenants was told to one of them a moment ago, and this call was on its way, or came from a process
 * that could not know yet.
 */
export const wasOnItsWay = ({ afterMs, ofOthers }: EarlyCall): boolean => ofOthers && afterMs !== null && afterMs < 250;

/** Notices early calls from now on. */
export function watchEarlyCalls({ world }: Emulator): EarlyCall[] {
  const found: EarlyCall[] = [];
  const count = world.requests.count;
  world.requests.count = (tenantId, counter, by) => {
    count(tenantId, counter, by);
    if (counter !== 'calledTooEarly' || tenantId === null) return;
    const refused = world.requests.query({ kind: 'graph', limit: 200 }).filter(({ status }) => status === 429);
    const last = refused.findLast((request) => request.tenantId === tenantId) ?? refused.at(-1);
    const afterMs = last === undefined ? null : world.clock.nowMs() - last.at.getTime();
    found.push({ tenantId, afterMs, ofOthers: last !== undefined && last.tenantId !== tenantId });
  };
  return found;
}

import type { Emulator } from '@tenantry/emulator';

/** A call that came before the end of a pause that Graph had asked for, as the emulator counts them. */
export interface EarlyCall {
  tenantId: string;
  /** How long after the answer that asked for the pause; null when nobody knows of one. */
  afterMs: number | null;
  /** Whether another tenant was answered so, and the pause was for all. */
  ofOthers: boolean;
}

/** Another process learns of a pause when it takes its next units from the shared bucket; it keeps those in hand so long at most. */
const unitsAreKeptMs = 1000;

/**
 * Whether nobody is to blame: a pause for all tenants was told to one of them a moment ago, and this call was on its way, or came from a process
 * that could not know yet.
 */
export const wasOnItsWay = ({ afterMs, ofOthers }: EarlyCall): boolean =>
  ofOthers && afterMs !== null && afterMs < unitsAreKeptMs;

/** The call as a line of a report. */
export function tellEarlyCall({ tenantId, afterMs, ofOthers }: EarlyCall): string {
  if (afterMs === null) return `tenant ${tenantId} was called early, and nobody is known to have been told to pause`;
  return `tenant ${tenantId} was called ${afterMs} ms after ${ofOthers ? 'another one' : 'it'} was told to pause`;
}

interface Told {
  tenantId: string;
  toAll: boolean;
  atMs: number;
  untilMs: number;
}

/** Notices early calls from now on. */
export function watchEarlyCalls({ world }: Emulator): EarlyCall[] {
  const found: EarlyCall[] = [];
  let told: Told[] = [];
  const count = world.requests.count;
  world.requests.count = (tenantId, counter, by) => {
    count(tenantId, counter, by);
    if (tenantId === null) return;
    const atMs = world.clock.nowMs();
    told = told.filter(({ untilMs }) => untilMs > atMs);
    if (counter === 'waitMsTold' || counter === 'waitMsToldToAll')
      told.push({ tenantId, toAll: counter === 'waitMsToldToAll', atMs, untilMs: atMs + (by ?? 0) });
    if (counter !== 'calledTooEarly') return;
    // The pause that was told first is the one that could be known best. A batch that meets a pause for all is told of it by its first item.
    const pause = told.find((each) => each.tenantId === tenantId || each.toAll);
    found.push({
      tenantId,
      afterMs: pause === undefined ? null : atMs - pause.atMs,
      ofOthers: pause !== undefined && pause.tenantId !== tenantId,
    });
  };
  return found;
}

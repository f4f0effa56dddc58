import { type GraphCall, GraphError, type TenantGraph } from '@tenantry/graph';
import { clocksDifferMs } from './shared-clock.ts';

const second = 1000;

/**
 * Lets the slices of this process call Graph one at a time for each tenant, and none of them while Graph has asked for a pause. A proof and a
 * sync of one tenant work side by side, and the rows learn of a pause only when the slice that was refused has ended.
 */
export interface ThrottleGate {
  /** @throws GraphError `throttled`, with what is left of the pause, when the tenant may not be called yet */
  check(tenantId: string): void;
  /** Closes when the call was throttled. */
  learn(tenantId: string, call: Pick<GraphCall, 'status' | 'throttle'>): void;
  /** The same graph, whose calls wait for their turn. */
  guard(tenantId: string, graph: TenantGraph): TenantGraph;
}

export function createThrottleGate(now: () => Date): ThrottleGate {
  const pauses = new Map<string, number>();
  const everyTenant = '*';
  /** The end of the newest call of each tenant that is being called. */
  const lines = new Map<string, Promise<unknown>>();

  async function inTurn<T>(tenantId: string, call: () => Promise<T>): Promise<T> {
    const turn = (lines.get(tenantId) ?? Promise.resolve()).then(call);
    const end = turn.catch(() => undefined);
    lines.set(tenantId, end);
    try {
      return await turn;
    } finally {
      if (lines.get(tenantId) === end) lines.delete(tenantId);
    }
  }

  return {
    check: (tenantId) => {
      for (const key of [tenantId, everyTenant]) {
        const leftMs = (pauses.get(key) ?? 0) - now().getTime();
        if (leftMs > 0) {
          const scope = key === everyTenant ? 'application' : 'tenant';
          throw new GraphError('throttled', 'Graph asked for a pause that is not over', { retryAfterMs: leftMs, scope });
        }
        pauses.delete(key);
      }
    },
    learn: (tenantId, { status, throttle }) => {
      if (status !== 429 && status !== 509) return;
      const key = throttle.scope === 'application' ? everyTenant : tenantId;
      pauses.set(key, Math.max(pauses.get(key) ?? 0, now().getTime() + (throttle.retryAfterMs ?? second) + clocksDifferMs));
    },
    guard: (tenantId, graph) => ({
      get: (pathOrLink, schema, options) => inTurn(tenantId, () => graph.get(pathOrLink, schema, options)),
      count: (path) => inTurn(tenantId, () => graph.count(path)),
      pageRequest: (start, item, options) => graph.pageRequest(start, item, options),
      batch: (requests) => inTurn(tenantId, () => graph.batch(requests)),
      pages: async function* (start, item, options) {
        const pages = graph.pages(start, item, options)[Symbol.asyncIterator]();
        try {
          for (;;) {
            const page = await inTurn(tenantId, () => pages.next());
            if (page.done) return;
            yield page.value;
          }
        } finally {
          void pages.return?.()?.catch(() => {});
        }
      },
    }),
  };
}

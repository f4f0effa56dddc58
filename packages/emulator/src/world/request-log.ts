export type RequestKind =
  | 'discovery'
  | 'keys'
  | 'authorize'
  | 'code'
  | 'adminconsent'
  | 'token'
  | 'graph'
  | 'logout'
  | 'control'
  | 'page'
  | 'unknown';

/** One request as it really happened. `path` has no query: codes, states and page tokens stay out of the log. */
export interface LoggedRequest {
  readonly sequence: number;
  readonly at: Date;
  readonly kind: RequestKind;
  readonly tenantId: string | null;
  readonly clientId: string | null;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly detail: string | null;
}

export interface RequestLog {
  record(request: Omit<LoggedRequest, 'sequence' | 'at'>): void;
  /** The newest `limit` (default 1,000) matching requests, oldest first. `since` is a sequence number: only later ones. */
  query(filter?: { tenantId?: string; kind?: RequestKind; since?: number; limit?: number }): LoggedRequest[];
  /** Adds to an exact counter, for example `count(tenantId, 'resourceUnits', 2)`. A request that names no tenant counts under 'none'. */
  count(tenantId: string | null, counter: string, by?: number): void;
  /** One counter of one tenant; 0 if it never happened. */
  counter(tenantId: string | null, counter: string): number;
  /** All counters: tenant id → counter → number. */
  counters(): Record<string, Record<string, number>>;
  /** Empties the counters and the log; sequence numbers go on. */
  reset(): void;
}

/** How many requests are remembered one by one. Counters are exact beyond that. */
const remembered = 100_000;

/** A bounded memory of requests, and exact counters per tenant: `requests`, `<kind>Requests`, and what others count by name. */
export function createRequestLog(now: () => Date): RequestLog {
  let ring: LoggedRequest[] = [];
  let sequence = 0;
  let counters = new Map<string, Map<string, number>>();

  const count = (tenantId: string | null, counter: string, by = 1) => {
    const key = tenantId ?? 'none';
    let ofTenant = counters.get(key);
    if (!ofTenant) {
      ofTenant = new Map();
      counters.set(key, ofTenant);
    }
    ofTenant.set(counter, (ofTenant.get(counter) ?? 0) + by);
  };

  return {
    count,
    counter: (tenantId, counter) => counters.get(tenantId ?? 'none')?.get(counter) ?? 0,
    counters: () => Object.fromEntries([...counters].map(([tenantId, ofTenant]) => [tenantId, Object.fromEntries(ofTenant)])),
    record(request) {
      sequence += 1;
      ring[sequence % remembered] = { ...request, sequence, at: now() };
      count(request.tenantId, 'requests');
      count(request.tenantId, `${request.kind}Requests`);
    },
    query({ tenantId, kind, since = 0, limit = 1000 } = {}) {
      const found: LoggedRequest[] = [];
      const oldest = Math.max(since, sequence - remembered);
      for (let at = sequence; at > oldest && found.length < limit; at -= 1) {
        const request = ring[at % remembered];
        if (!request || request.sequence !== at) break;
        if (tenantId !== undefined && request.tenantId !== tenantId) continue;
        if (kind !== undefined && request.kind !== kind) continue;
        found.push(request);
      }
      return found.reverse();
    },
    reset() {
      ring = [];
      counters = new Map();
    },
  };
}

/** What a handler knows about the request it answers. The server writes it into the log together with the status. */
export interface RequestNote {
  kind: RequestKind;
  tenantId: string | null;
  clientId: string | null;
  detail: string | null;
}

/** The Hono environment of every route of the emulator: `c.get('note')` is filled by the route that answers. */
export interface EmulatorEnv {
  Bindings: { incoming: import('node:http').IncomingMessage; outgoing: import('node:http').ServerResponse };
  Variables: { note: RequestNote };
}

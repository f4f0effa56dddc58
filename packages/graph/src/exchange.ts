import { type GraphCall, readThrottle, type Throttle, templateOf } from './call.ts';
import type { Cost } from './cost.ts';
import { GraphError } from './graph-error.ts';

/** What all requests of a process share. */
export interface Wire {
  base: URL;
  timeoutMs: number;
  fetch: typeof fetch;
  newRequestId: () => string;
  now: () => Date;
}

/** What is sent: a GET, or JSON by POST. */
export interface Outgoing {
  method: 'GET' | 'POST';
  url: URL;
  headers: Record<string, string>;
  body?: string;
  cost: Cost;
}

/** One whole answer, whatever its status. The path is without its query. */
export interface Answer {
  method: string;
  path: string;
  status: number;
  headers: Headers;
  text: string;
  requestId: string | null;
  clientRequestId: string;
  durationMs: number;
  throttle: Throttle;
}

/** Reasons an exchange is ended from our side. */
export type Ending = 'aborted' | 'timed-out';

const nothing: Throttle = { units: null, limitPercentage: null, retryAfterMs: null, scope: null };

/**
 * Sends one request and reads the whole answer. The time-out covers the body too. `ending` is the caller's: aborted with an `Ending` it ends
 * the exchange at once. Throws GraphError `aborted`, `timed-out`, `unreachable` or `unexpected-answer` (a redirect, or something that is not
 * HTTP); every status is a value.
 */
export async function exchange(
  wire: Wire,
  { method, url, headers, body, cost }: Outgoing,
  ending: AbortController,
  onCall?: (call: GraphCall) => void,
): Promise<Answer> {
  const clientRequestId = wire.newRequestId();
  const path = url.pathname;
  const startedAt = performance.now();
  const passedMs = () => Math.round(performance.now() - startedAt);
  const timer = setTimeout(() => ending.abort('timed-out' satisfies Ending), wire.timeoutMs);
  let response: Response | null = null;
  let text: string;
  try {
    response = await wire.fetch(url, {
      method,
      // Batch work asks to be throttled first. Source: Microsoft Graph throttling guidance, x-ms-throttle-priority.
      headers: { ...headers, 'client-request-id': clientRequestId, 'x-ms-throttle-priority': 'low' },
      redirect: 'error',
      signal: ending.signal,
      ...(body === undefined ? {} : { body }),
    });
    text = await response.text();
  } catch (error) {
    const requestId = response?.headers.get('request-id') ?? null;
    const facts = { status: response?.status ?? null, requestId, clientRequestId };
    const failed = failure(error, ending.signal, `${method} ${path}`, facts);
    const call = { method, path: templateOf(path), requestId, clientRequestId, cost, durationMs: passedMs(), throttle: nothing };
    onCall?.({ ...call, status: null, failure: failed.code });
    throw failed;
  } finally {
    clearTimeout(timer);
  }
  const throttle = readThrottle(response.headers, wire.now());
  const requestId = response.headers.get('request-id');
  const { status } = response;
  const durationMs = passedMs();
  onCall?.({ method, path: templateOf(path), status, failure: null, requestId, clientRequestId, cost, durationMs, throttle });
  return { method, path, status, headers: response.headers, text, requestId, clientRequestId, durationMs, throttle };
}

type Traced = { status: number | null; requestId: string | null; clientRequestId: string };

function failure(error: unknown, signal: AbortSignal, request: string, facts: Traced): GraphError {
  if (signal.aborted) {
    const ending: Ending = signal.reason;
    return new GraphError(ending, `${request} ${ending === 'aborted' ? 'was aborted' : 'timed out'}`, facts);
  }
  // fetch wraps what happened: failures of the network carry a code (ECONNREFUSED, UND_ERR_SOCKET), a refused redirect and
  // broken HTTP carry none. Only the former is kept as the cause; the others may hold pieces of the request or the answer.
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') {
    return new GraphError('unreachable', `${request} failed on the network (${cause.code})`, facts, { cause });
  }
  return new GraphError('unexpected-answer', `${request} was answered by a redirect or by something that is not HTTP`, facts);
}

import { GraphError } from './graph-error.ts';

/** What all requests of a process share. */
export interface Wire {
  base: URL;
  timeoutMs: number;
  fetch: typeof fetch;
  newRequestId: () => string;
  now: () => Date;
}

/** What Graph answered to one request, for accounting and logs. The path is without its query. */
export interface GraphAnswer {
  method: 'GET';
  path: string;
  status: number;
  requestId: string | null;
  clientRequestId: string;
  /** From sending until the whole body was read. */
  durationMs: number;
  /** What the request cost (`x-ms-resource-unit`). */
  resourceUnits: number | null;
  /** Share of the limit in use (`x-ms-throttle-limit-percentage`), sent by Graph from 0.8 up to 1.8. */
  throttlePercentage: number | null;
}

/** One whole answer, whatever its status. */
export interface Answer {
  path: string;
  status: number;
  headers: Headers;
  text: string;
  requestId: string | null;
  clientRequestId: string;
}

/** Reasons an exchange is ended from our side. */
export type Ending = 'aborted' | 'timed-out';

/**
 * Sends one GET and reads the whole answer. The time-out covers the body too. `ending` is the caller's: aborted with an
 * `Ending` it ends the exchange at once. Throws GraphError `aborted`, `timed-out`, `unreachable` or `unexpected-answer` (a
 * redirect, or something that is not HTTP); every status is a value.
 */
export async function exchange(
  wire: Wire,
  url: URL,
  headers: Record<string, string>,
  ending: AbortController,
  onAnswer?: (answer: GraphAnswer) => void,
): Promise<Answer> {
  const clientRequestId = wire.newRequestId();
  const path = url.pathname;
  const startedAt = performance.now();
  const timer = setTimeout(() => ending.abort('timed-out' satisfies Ending), wire.timeoutMs);
  let response: Response | null = null;
  let text: string;
  try {
    response = await wire.fetch(url, {
      // Batch work asks to be throttled first. Source: Microsoft Graph throttling guidance, x-ms-throttle-priority.
      headers: { ...headers, 'client-request-id': clientRequestId, 'x-ms-throttle-priority': 'low' },
      redirect: 'error',
      signal: ending.signal,
    });
    text = await response.text();
  } catch (error) {
    throw failure(error, ending.signal, `GET ${path}`, {
      status: response?.status ?? null,
      requestId: response?.headers.get('request-id') ?? null,
      clientRequestId,
    });
  } finally {
    clearTimeout(timer);
  }
  const { status } = response;
  const requestId = response.headers.get('request-id');
  onAnswer?.({
    method: 'GET',
    path,
    status,
    requestId,
    clientRequestId,
    durationMs: Math.round(performance.now() - startedAt),
    resourceUnits: readNumber(response.headers.get('x-ms-resource-unit')),
    throttlePercentage: readNumber(response.headers.get('x-ms-throttle-limit-percentage')),
  });
  return { path, status, headers: response.headers, text, requestId, clientRequestId };
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

function readNumber(header: string | null): number | null {
  const value = Number(header?.trim() || Number.NaN);
  return Number.isFinite(value) && value >= 0 ? value : null;
}

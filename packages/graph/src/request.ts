import type { GraphCall } from './call.ts';
import { type Cost, costOf } from './cost.ts';
import { errorOfAnswer } from './error-answer.ts';
import { type Answer, type Ending, exchange, type Wire } from './exchange.ts';
import { GraphError } from './graph-error.ts';
import { tokenRenewal } from './token-renewal.ts';

/** What belongs to one tenant while work is done for it. */
export interface TenantOptions {
  /** Gives an app-only token; what it throws passes through unchanged. Called with `fresh` after Graph refused a token. */
  getToken: (options?: { fresh: boolean; claims?: string }) => Promise<string>;
  /** Asked before every request is sent, with what it will cost; what it throws passes through unchanged, and nothing is sent then. */
  admit?: (cost: Cost) => Promise<void>;
  /** Ends every request of this tenant at once. */
  signal?: AbortSignal;
  /** Told of every request that was sent, answered or not, also of those that are repeated, and of every item of a batch. */
  onCall?: (call: GraphCall) => void;
}

export interface GetOptions {
  /** Needed for advanced queries on directory objects. */
  consistencyLevel?: 'eventual';
  /** The `Prefer` header, such as `return=minimal`. */
  prefer?: string;
}

export interface Sender {
  wire: Wire;
  tenant: TenantOptions;
}

/** A request but for its token. */
interface Wish extends GetOptions {
  accept?: string;
  /** Sends this JSON by POST; without it the request is a GET. */
  body?: string;
  /** What its items cost, when it is a batch. */
  itemsCost?: Cost;
}

/**
 * Sends one request to a checked address and gives its successful answer. Repeats exactly once, with a new token, what Graph refused for its
 * token; never waits, never repeats for another reason. Throws GraphError.
 */
export async function request({ wire, tenant }: Sender, url: URL, wish: Wish, stop?: AbortSignal): Promise<Answer> {
  const { accept = 'application/json', consistencyLevel, prefer, body } = wish;
  const method = body === undefined ? 'GET' : 'POST';
  const cost = costOf(method, url.href);
  const ending = new AbortController();
  const end = () => ending.abort('aborted' satisfies Ending);
  const signals = [tenant.signal, stop].filter((signal) => signal !== undefined);
  const attempt = async (renewal?: { fresh: true; claims?: string }) => {
    const token = await untilAborted(ending.signal, `${method} ${url.pathname}`, async () => {
      const token = await tenant.getToken(renewal);
      await tenant.admit?.(wish.itemsCost ?? cost);
      return token;
    });
    const headers = {
      Accept: accept,
      Authorization: bearer(token),
      ...(consistencyLevel && { ConsistencyLevel: consistencyLevel }),
      ...(prefer && { Prefer: prefer }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    };
    return exchange(wire, { method, url, headers, cost, ...(body !== undefined && { body }) }, ending, tenant.onCall);
  };
  for (const signal of signals) {
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  }
  try {
    const first = await attempt();
    const renewal = tokenRenewal(first);
    const answer = renewal === null ? first : await attempt(renewal);
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw errorOfAnswer(wire, answer);
  } finally {
    // The signals outlive thousands of requests.
    for (const signal of signals) signal.removeEventListener('abort', end);
  }
}

async function untilAborted<T>(signal: AbortSignal, request: string, work: () => Promise<T>): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(new GraphError('aborted', `${request} was aborted`));
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort);
  try {
    return await Promise.race(signal.aborted ? [aborted.promise] : [aborted.promise, work()]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** Refuses here what fetch would refuse with the token in its message. */
function bearer(token: string): string {
  if (!/^[\x21-\x7e]+$/.test(token)) throw new TypeError('getToken gave something that cannot be sent as a bearer token');
  return `Bearer ${token}`;
}

import { errorOfAnswer } from './error-answer.ts';
import { type Answer, type Ending, exchange, type GraphAnswer, type Wire } from './exchange.ts';
import { GraphError } from './graph-error.ts';
import { tokenRenewal } from './token-renewal.ts';

/** What belongs to one tenant while work is done for it. */
export interface TenantOptions {
  /** Gives an app-only token; what it throws passes through unchanged. Called with `fresh` after Graph refused a token. */
  getToken: (options?: { fresh: boolean; claims?: string }) => Promise<string>;
  /** Ends every request of this tenant at once. */
  signal?: AbortSignal;
  /** Told of every answer, success or not, also of those that are repeated. */
  onAnswer?: (answer: GraphAnswer) => void;
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

/**
 * Sends one GET to a checked address and gives its successful answer. Repeats exactly once, with a new token, what Graph
 * refused for its token; never waits, never repeats for another reason. Throws GraphError.
 */
export async function request(
  { wire, tenant }: Sender,
  url: URL,
  { accept = 'application/json', consistencyLevel, prefer }: GetOptions & { accept?: string },
  stop?: AbortSignal,
): Promise<Answer> {
  const ending = new AbortController();
  const end = () => ending.abort('aborted' satisfies Ending);
  const signals = [tenant.signal, stop].filter((signal) => signal !== undefined);
  const attempt = async (renewal?: { fresh: true; claims?: string }) => {
    const token = await untilAborted(ending.signal, url, () => tenant.getToken(renewal));
    const headers = {
      Accept: accept,
      Authorization: bearer(token),
      ...(consistencyLevel && { ConsistencyLevel: consistencyLevel }),
      ...(prefer && { Prefer: prefer }),
    };
    return exchange(wire, url, headers, ending, tenant.onAnswer);
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

async function untilAborted<T>(signal: AbortSignal, url: URL, work: () => Promise<T>): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(new GraphError('aborted', `GET ${url.pathname} was aborted`));
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

import { AuthError, type INetworkModule, type NetworkResponse } from '@azure/msal-node';

/** An answer as it came, before anyone believes it. `body` is null when it is not a JSON object. */
export interface WireAnswer {
  status: number;
  headers: Headers;
  body: Record<string, unknown> | null;
}

export interface WireRules {
  timeoutMs: number;
  /** Changes the form before it is sent. */
  prepare?: (form: URLSearchParams) => void;
  /** The error for a request that was not answered in time, or answered by a redirect. */
  unanswered: (cause: unknown) => Error;
  /** The error that this answer is, or null when msal-node may read it as a success. */
  judge: (answer: WireAnswer) => Error | null;
}

/**
 * A network module for msal-node with a time-out, without redirects, and with our own reading of every answer.
 *
 * msal-node sees successes only: left to itself it has no time-out, loses the status of answers that are not JSON, takes an empty
 * answer for a token, and after a failure refuses further requests by itself for up to an hour.
 */
export function createWire(rules: WireRules): INetworkModule {
  async function post(url: string, body: string, headers: Record<string, string>): Promise<NetworkResponse<unknown>> {
    const form = new URLSearchParams(body);
    rules.prepare?.(form);
    const answer = await send(url, form, headers);
    const error = rules.judge(answer);
    if (error) throw carried(error);
    return { status: answer.status, headers: Object.fromEntries(answer.headers), body: answer.body };
  }

  async function send(url: string, form: URLSearchParams, headers: Record<string, string>): Promise<WireAnswer> {
    try {
      const signal = AbortSignal.timeout(rules.timeoutMs);
      const response = await fetch(url, { method: 'POST', headers, body: form, redirect: 'error', signal });
      return { status: response.status, headers: response.headers, body: jsonObject(await response.text()) };
    } catch (cause) {
      throw carried(rules.unanswered(cause));
    }
  }

  return {
    sendPostRequestAsync: <T>(url: string, options?: { headers?: Record<string, string>; body?: string }) =>
      post(url, options?.body ?? '', options?.headers ?? {}) as Promise<NetworkResponse<T>>,
    // Only discovery would ask by GET, and the metadata makes it needless.
    sendGetRequestAsync: (url) => Promise.reject(new Error(`Unexpected request of msal-node to ${new URL(url).origin}`)),
  };
}

/** The error our rules made, taken back out of what msal-node threw; anything else as it is. */
export function uncarried(thrown: unknown): unknown {
  return thrown instanceof AuthError && thrown.cause instanceof Error ? thrown.cause : thrown;
}

/** msal-node replaces every error of a network module that is not its own. */
function carried(cause: Error): AuthError {
  return Object.assign(new AuthError('wire', ''), { cause });
}

function jsonObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

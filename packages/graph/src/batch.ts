import { z } from 'zod';
import { readThrottle, templateOf } from './call.ts';
import { readJson } from './checked-answer.ts';
import { type Cost, costOf } from './cost.ts';
import { errorOfAnswer } from './error-answer.ts';
import type { Answer } from './exchange.ts';
import { GraphError } from './graph-error.ts';
import { resolveLink } from './link.ts';
import { type GetOptions, request, type Sender } from './request.ts';

/** Most requests in one batch. Source: Microsoft Graph, "Combine multiple HTTP requests using JSON batching". */
export const largestBatch = 20;

/** One request of a batch. */
export interface BatchRequest<T> extends GetOptions {
  method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Starts with a slash, relative to /v1.0; or a stored link. */
  path: string;
  schema: z.ZodType<T>;
  body?: unknown;
  /** Place in the batch, from 0, of the request that must have succeeded before this one begins. All that name one name the same. */
  after?: number;
}

/** What became of one request of a batch: each succeeds or fails by itself. A throttled one has the error `throttled`. */
export type BatchOutcome<T> = { ok: true; value: T } | { ok: false; error: GraphError };

/** The outcomes of requests, in their order. */
export type BatchOutcomes<Requests extends readonly BatchRequest<unknown>[]> = {
  -readonly [Index in keyof Requests]: BatchOutcome<Requests[Index] extends BatchRequest<infer T> ? T : never>;
};

const answersSchema = z.object({
  responses: z.array(
    z.object({
      id: z.string(),
      status: z.int(),
      headers: z.record(z.string(), z.string()).optional(),
      body: z.unknown().optional(),
    }),
  ),
});

/**
 * Sends up to 20 requests as one `$batch` and gives their outcomes in the same order. Nothing is sent again: items that were throttled, or
 * that the answer leaves out, come as errors. Throws GraphError when the batch as a whole failed, RangeError for none or more than 20 requests.
 */
export async function batch<Requests extends readonly BatchRequest<unknown>[] | []>(
  sender: Sender,
  requests: Requests,
): Promise<BatchOutcomes<Requests>> {
  const { wire, tenant } = sender;
  if (requests.length === 0 || requests.length > largestBatch) {
    throw new RangeError(`A batch holds 1 to ${largestBatch} requests, not ${requests.length}`);
  }
  const addressed = requests.map((item) => ({ item, ...addressOf(sender, item) }));
  const url = new URL('/v1.0/$batch', wire.base);
  const body = JSON.stringify({ requests: addressed.map(({ item, relative }, index) => asSent(item, relative, index)) });
  const itemsCost = addressed.map(({ cost }) => cost).reduce(sum);
  const outer = await request(sender, url, { body, itemsCost });
  const { responses } = readJson(outer, answersSchema);
  const answerOf = new Map(responses.map((response) => [response.id, response]));
  const outcomes = addressed.map(({ item, address, cost }, index): BatchOutcome<unknown> => {
    const method = item.method ?? 'GET';
    const given = answerOf.get(String(index));
    if (given === undefined) {
      const message = `The answer to ${method} ${address.pathname} is missing in the answer to a batch`;
      return { ok: false, error: new GraphError('unexpected-answer', message, outer) };
    }
    const headers = new Headers(given.headers);
    const answer: Answer = {
      ...outer,
      method,
      path: address.pathname,
      status: given.status,
      headers,
      text: given.body === undefined ? 'null' : JSON.stringify(given.body),
      requestId: headers.get('request-id') ?? outer.requestId,
      throttle: readThrottle(headers, wire.now()),
    };
    const { status, requestId, clientRequestId, durationMs, throttle } = answer;
    tenant.onCall?.({
      method,
      path: templateOf(answer.path),
      status,
      failure: null,
      requestId,
      clientRequestId,
      cost,
      durationMs,
      throttle,
    });
    if (status < 200 || status >= 300) return { ok: false, error: errorOfAnswer(wire, answer) };
    try {
      return { ok: true, value: readJson(answer, item.schema) };
    } catch (error) {
      if (error instanceof GraphError) return { ok: false, error };
      throw error;
    }
  });
  // Each has the type of its request, because its request's schema read it.
  return outcomes as BatchOutcomes<Requests>;
}

const sum = (a: Cost, b: Cost): Cost => ({ units: a.units + b.units, writes: a.writes + b.writes });

/** The checked address of an item, and the same as a batch names it: relative, without the version. */
function addressOf<T>({ wire }: Sender, { method = 'GET', path }: BatchRequest<T>) {
  const address = resolveLink(wire.base, path);
  if (address === null) throw new GraphError('link-refused', `A path of a batch does not lead to ${wire.base.origin}/v1.0`);
  const relative = address.pathname.replace(/^\/v1\.0/, '') + address.search;
  return { address, relative, cost: costOf(method, relative) };
}

function asSent<T>(
  { method = 'GET', body, consistencyLevel, prefer, after }: BatchRequest<T>,
  url: string,
  index: number,
): object {
  const headers = {
    ...(consistencyLevel && { ConsistencyLevel: consistencyLevel }),
    ...(prefer && { Prefer: prefer }),
    ...(body !== undefined && { 'Content-Type': 'application/json' }),
  };
  return {
    id: String(index),
    method,
    url,
    headers,
    ...(body !== undefined && { body }),
    ...(after !== undefined && { dependsOn: [String(after)] }),
  };
}

import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import { z } from 'zod';
import type { EmulatorEnv } from '../world/request-log.ts';
import type { World } from '../world/world.ts';
import { answerWithFault, callerOf, inOneForm } from './every-answer.ts';
import { GraphRefusal } from './graph-refusal.ts';
import { takeBackUntold, tellOfBatch } from './throttling.ts';

/** json-batching.md, batch size limitations. */
const mostRequests = 20;

const batchForm = z.object({
  requests: z.array(
    z.object({
      id: z.string().min(1),
      method: z.string().min(1),
      url: z.string().min(1),
      headers: z.record(z.string(), z.string()).default({}),
      body: z.unknown().optional(),
      dependsOn: z.array(z.string()).default([]),
    }),
  ),
});

type Inner = z.infer<typeof batchForm>['requests'][number];

interface InnerAnswer {
  status: number;
  text: string;
}

/**
 * `POST /$batch`: up to 20 requests, each answered and charged by itself; `ask` answers one of them. The answers come in another order than
 * the requests, as they may. (json-batching.md)
 */
export function answerBatch(
  world: World,
  c: Context<EmulatorEnv>,
  ask: (request: Request) => Response | Promise<Response>,
): Promise<Response> {
  return inOneForm(world, c, async (headers) => {
    const { caller, tenant } = await callerOf(world, c);
    const faulty = await answerWithFault(world, c, { caller, tenant, headers });
    if (faulty) {
      tellOfBatch();
      return faulty;
    }
    const requests = readBatch(await c.req.text());
    world.requests.count(tenant.tenantId, 'batchItems', requests.length);

    const answers = new Map<string, Promise<InnerAnswer | null>>();
    // Whoever sends the batch sends its items.
    const outer = {
      authorization: c.req.header('authorization') ?? '',
      'client-request-id': headers['client-request-id'] ?? '',
      'x-ms-throttle-priority': c.req.header('x-ms-throttle-priority') ?? 'normal',
    };
    for (const inner of requests) {
      const before = inner.dependsOn.map((id) => answers.get(id.toLowerCase()));
      if (before.includes(undefined)) throw badBatch(`Request '${inner.id}' depends on a request that does not come before it.`);
      answers.set(inner.id.toLowerCase(), answerInner(world, inner, { before, outer, ask }));
    }
    const done = await Promise.all(answers.values());
    // A fault has hung up on the caller, or never answers it.
    // A copy: the server would answer once more by what it remembers of the original.
    if (done.includes(null)) return RESPONSE_ALREADY_SENT.clone();
    tellOfBatch();
    const texts = done.flatMap((answer) => answer?.text ?? []).toReversed();
    return new Response(`{"responses":[${texts.join()}]}`, { headers: { ...headers, 'Content-Type': 'application/json' } });
  });
}

/** One item's answer, or null when a fault has dealt with the whole connection. */
async function answerInner(
  world: World,
  inner: Inner,
  at: {
    before: readonly (Promise<InnerAnswer | null> | undefined)[];
    outer: Record<string, string>;
    ask: (request: Request) => Response | Promise<Response>;
  },
): Promise<InnerAnswer | null> {
  for (const earlier of await Promise.all(at.before)) {
    if (earlier && earlier.status >= 400) return failedDependency(inner);
  }
  const url = new URL(`${world.baseUrl || 'http://localhost'}/v1.0/${inner.url.replace(/^\//, '')}`);
  const asked = new Headers(inner.headers);
  for (const [name, value] of Object.entries(at.outer)) if (name === 'authorization' || !asked.has(name)) asked.set(name, value);
  const response = await at.ask(new Request(url, { method: inner.method.toUpperCase(), headers: asked }));
  if (response.headers.has('x-hono-already-sent')) {
    takeBackUntold();
    return null;
  }
  const { date: _, ...headers } = Object.fromEntries(response.headers);
  const shown = Object.fromEntries(Object.entries(headers).map(([name, value]) => [headerNames[name] ?? name, value]));
  const body = bodyOf(await response.text());
  const text = `{"id":${JSON.stringify(inner.id)},"status":${response.status},"headers":${JSON.stringify(shown)},"body":${body}}`;
  return { status: response.status, text };
}

/** Spelt as in the examples of json-batching.md. */
const headerNames: Readonly<Record<string, string>> = {
  'cache-control': 'Cache-Control',
  'content-type': 'Content-Type',
  location: 'Location',
  'odata-version': 'OData-Version',
  'retry-after': 'Retry-After',
};

const failedDependency = ({ id }: Inner): InnerAnswer => ({
  status: 424,
  text: JSON.stringify({
    id,
    status: 424,
    headers: { 'Content-Type': 'application/json' },
    body: { error: { code: 'FailedDependency', message: 'A request this one depends on has failed.' } },
  }),
});

/** JSON goes in as it is, anything else as a text. */
function bodyOf(text: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch {
    return JSON.stringify(text);
  }
}

const badBatch = (message: string) => new GraphRefusal(400, 'BadRequest', message);

function readBatch(text: string): Inner[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw badBatch(
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    );
  }
  const read = batchForm.safeParse(json);
  if (!read.success) throw badBatch(`Invalid batch payload format: ${read.error.issues[0]?.path.join('.') ?? ''}.`);
  const { requests } = read.data;
  if (requests.length === 0) throw badBatch('Invalid batch payload format: there are no requests.');
  if (requests.length > mostRequests)
    throw badBatch(`Number of batch request steps exceeds the maximum value of ${mostRequests}.`);
  // json-batching.md: ids are not case-sensitive
  if (new Set(requests.map(({ id }) => id.toLowerCase())).size < requests.length)
    throw badBatch('Request Id needs to be unique in the batch.');
  for (const { id, body, headers } of requests) {
    const hasType = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
    if (body !== undefined && !hasType) throw badBatch(`Request '${id}' has a body and no Content-Type header.`);
  }
  return requests;
}

import type { DatabaseError } from '@tenantry/db';
import type { DomainError } from '@tenantry/domain';
import { isNamed } from '../../../../server/named-error.ts';
import { services } from '../../../../server/services.ts';
import { callerOf } from './caller.ts';
import type { Operation } from './operation.ts';
import { problem } from './problem.ts';
import { readBody, readQuery } from './read-input.ts';

type Handler = (
  request: Request,
  context: { params: Promise<Record<string, string | string[] | undefined>> },
) => Promise<Response>;

/** The route handler of an operation: who asks, what they ask, the work, and an answer that keeps to the contract. */
export function handle(operation: Operation): Handler {
  return async (request, context) => {
    try {
      const caller = await callerOf(request, operation.scope);
      if (caller instanceof Response) return caller;
      const path = operation.path?.safeParse(await context.params);
      if (path?.success === false) return problem('not-found', 'There is nothing under this address.');
      const query = operation.query && readQuery(operation.query, new URL(request.url).searchParams);
      if (query?.ok === false) return query.answer;
      const body = operation.body && (await readBody(operation.body, request));
      if (body?.ok === false) return body.answer;
      const input = { path: path?.data, query: query?.value, body: body?.value, caller, request };
      const result = await operation.run(input as Parameters<Operation['run']>[0]);
      if (result instanceof Response) return result;
      const { status, schema } = operation.answer;
      const headers = { 'cache-control': 'no-store' };
      return schema === undefined
        ? new Response(null, { status, headers })
        : Response.json(schema.parse(result), { status, headers });
    } catch (error) {
      return answerTo(error);
    }
  };
}

/** The problem document for what a handler threw. Only what the rules refused is told; the rest is logged. */
export function answerTo(error: unknown): Response {
  if (isNamed<DomainError>(error, 'DomainError')) {
    if (error.code === 'bad-cursor') {
      return problem('invalid-request', error.message, { problems: [{ field: 'after', message: error.message }] });
    }
    return problem('refused', error.message);
  }
  services().log.error({ error }, 'a request failed');
  if (isNamed<DatabaseError>(error, 'DatabaseError')) {
    return problem('unavailable', 'Try again in a moment.', { headers: { 'retry-after': '5' } });
  }
  return problem('internal-error', 'The error was logged. Try again, and ask the operators of this installation if it stays.');
}

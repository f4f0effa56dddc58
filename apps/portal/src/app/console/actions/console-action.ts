import type { Actor, OperatorRole } from '@tenantry/domain';
import type { z } from 'zod';
import { isSameOrigin } from '../../../server/same-origin.ts';
import { operatorSessionOf, roleAllows } from '../../../server/session.ts';
import { answerTo } from '../../api/v1/_door/handle.ts';
import { problem } from '../../api/v1/_door/problem.ts';
import { readBody } from '../../api/v1/_door/read-input.ts';

/**
 * The handler of something an operator does. It checks that one of our own pages asks, that an operator is signed in, that their role may act,
 * and what was sent; refusals are problem documents.
 *
 * @param act gives the answer, or a problem
 * @param minimum the role from which on somebody may do this
 */
export function consoleAction<Schema extends z.ZodType>(
  schema: Schema,
  act: (wish: z.output<Schema>, operator: Actor) => Promise<object | Response>,
  minimum: OperatorRole = 'Operator',
): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      if (!isSameOrigin(request.headers)) return problem('forbidden', 'This may be asked by the console’s own pages only.');
      const session = await operatorSessionOf(request);
      if (session === null) return problem('unauthorized', 'Sign in to the console.');
      if (!roleAllows(session.role, minimum))
        return problem('forbidden', `This needs the role ${minimum}; yours is ${session.role}.`);
      const body = await readBody(schema, request);
      if (!body.ok) return body.answer;
      const answer = await act(body.value, { kind: 'operator', id: session.oid, name: session.name });
      return answer instanceof Response ? answer : Response.json(answer, { headers: { 'cache-control': 'no-store' } });
    } catch (error) {
      return answerTo(error);
    }
  };
}

import type { z } from 'zod';
import type { Answer } from './exchange.ts';
import { GraphError } from './graph-error.ts';

/** What an error about an answer names; what else is known of it is kept with the error. */
export type Asked = Pick<Answer, 'method' | 'path'> & ConstructorParameters<typeof GraphError>[2];

/** The error of a successful answer that is not what Graph documents. `what` names the place, never a value. */
export function unexpected(answer: Asked, what: string): GraphError {
  return new GraphError('unexpected-answer', `The answer to ${answer.method} ${answer.path} is not usable: ${what}`, answer);
}

/** The body as `schema` gives it, or GraphError `unexpected-answer` naming the first field that does not fit. */
export function readJson<T>(answer: Answer, schema: z.ZodType<T>): T {
  let body: unknown;
  try {
    body = JSON.parse(answer.text);
  } catch {
    // The parser's own message quotes the body.
    throw unexpected(answer, 'the body is not JSON');
  }
  const checked = schema.safeParse(body);
  if (checked.success) return checked.data;
  const issue = checked.error.issues[0];
  throw unexpected(answer, `${place(issue?.path ?? [])} does not fit (${issue?.code})`);
}

function place(path: readonly PropertyKey[]): string {
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`));
  return steps.length === 0 ? 'the body' : steps.join('').replace(/^\./, '');
}

import type { z } from 'zod';
import { type FieldProblem, fieldProblems, problem } from './problem.ts';

const longestBody = 1_048_576;

/** Either what was read, or the answer that says why it was not. */
export type Read<T> = { ok: true; value: T } | { ok: false; answer: Response };

/** Reads a query. An unknown field and one given twice are refused, so that a slip of the pen does not silently widen a list. */
export function readQuery<Schema extends z.ZodType>(schema: Schema, query: URLSearchParams): Read<z.output<Schema>> {
  const twice = [...new Set(query.keys())].filter((field) => query.getAll(field).length > 1);
  if (twice.length > 0) return refuse(twice.map((field) => ({ field, message: 'May be given once.' })));
  return check(schema, Object.fromEntries(query));
}

/** Reads a JSON body of at most 1 MiB. */
export async function readBody<Schema extends z.ZodType>(schema: Schema, request: Request): Promise<Read<z.output<Schema>>> {
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) {
    return { ok: false, answer: problem('not-json', 'Send the body as application/json.') };
  }
  const text = await readText(request);
  if (text === null) return { ok: false, answer: problem('body-too-large', 'Send at most 1 MiB.') };
  try {
    return check(schema, JSON.parse(text));
  } catch {
    return { ok: false, answer: problem('invalid-request', 'The body is not JSON.') };
  }
}

function check<Schema extends z.ZodType>(schema: Schema, given: unknown): Read<z.output<Schema>> {
  const parsed = schema.safeParse(given);
  return parsed.success ? { ok: true, value: parsed.data } : refuse(fieldProblems(parsed.error));
}

function refuse(problems: FieldProblem[]): Read<never> {
  return { ok: false, answer: problem('invalid-request', 'Some fields are not valid; `problems` names them.', { problems }) };
}

async function readText(request: Request): Promise<string | null> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of request.body ?? []) {
    length += part.length;
    if (length > longestBody) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

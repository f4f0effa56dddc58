import type { ApiScope } from '@tenantry/domain';
import type { z } from 'zod';
import type { Caller } from './caller.ts';

type Fields = z.ZodObject | undefined;
type ValueOf<Schema extends Fields> = Schema extends z.ZodObject ? z.output<Schema> : undefined;

/** One thing the API does: its handler checks by these schemas, and the OpenAPI document is made from them. */
export interface Operation<Path extends Fields = Fields, Query extends Fields = Fields, Body extends Fields = Fields> {
  id: string;
  method: 'get' | 'post' | 'patch' | 'delete';
  /** Below `/api/v1`, with braces around parameters. */
  route: string;
  summary: string;
  scope: ApiScope;
  path?: Path;
  query?: Query;
  body?: Body;
  /** Without a schema the answer has no body. `streams` are the media types, besides JSON, that the operation answers by itself. */
  answer: { status: 200 | 201 | 202 | 204; description: string; schema?: z.ZodObject; streams?: readonly string[] };
  /** What is answered, or a problem. */
  run(input: {
    path: ValueOf<Path>;
    query: ValueOf<Query>;
    body: ValueOf<Body>;
    caller: Caller;
    request: Request;
  }): Promise<object | Response>;
}

/** Gives an operation its types. */
export function operation<Path extends Fields = undefined, Query extends Fields = undefined, Body extends Fields = undefined>(
  definition: Operation<Path, Query, Body>,
): Operation {
  return definition as unknown as Operation;
}

import type { ApiScope } from '@tenantry/domain';
import type { z } from 'zod';
import type { Caller } from './caller.ts';

type Fields = z.ZodObject | undefined;
type ValueOf<Schema extends Fields> = Schema extends z.ZodObject ? z.output<Schema> : undefined;

/** One thing the API does: its handler checks by these schemas, and the OpenAPI document is made from them. */
export interface Operation<Path extends Fields = Fields, Query extends Fields = Fields, Body extends Fields = Fields> {
  id: string;
  method: 'get' | 'post';
  /** Below `/api/v1`, with braces around parameters. */
  route: string;
  summary: string;
  scope: ApiScope;
  path?: Path;
  query?: Query;
  body?: Body;
  answer: { status: 200 | 201 | 202; description: string; schema: z.ZodObject };
  /** What is answered, or a problem. */
  run(input: { path: ValueOf<Path>; query: ValueOf<Query>; body: ValueOf<Body>; caller: Caller }): Promise<object | Response>;
}

/** Gives an operation its types. */
export function operation<Path extends Fields = undefined, Query extends Fields = undefined, Body extends Fields = undefined>(
  definition: Operation<Path, Query, Body>,
): Operation {
  return definition as unknown as Operation;
}

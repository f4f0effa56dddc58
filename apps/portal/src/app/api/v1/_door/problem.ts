import { z } from 'zod';

/** What is wrong with one field of a request. `field` is a dotted path, such as `params.fullPass`. */
const fieldProblem = z.object({ field: z.string(), message: z.string() }).meta({ id: 'FieldProblem' });
export type FieldProblem = z.output<typeof fieldProblem>;

/** Kinds of problems, with their status and title. */
const kinds = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  unauthorized: { status: 401, title: 'Sign in or send an API key' },
  forbidden: { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  'method-not-allowed': { status: 405, title: 'Not with this method' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'not-json': { status: 415, title: 'The body must be JSON' },
  refused: { status: 422, title: 'The request was understood and refused' },
  'internal-error': { status: 500, title: 'Something went wrong here' },
  unavailable: { status: 503, title: 'The database does not answer' },
} as const;

type ProblemKind = keyof typeof kinds;

/** A problem document of RFC 9457. */
export const problemDocument = z
  .object({
    type: z.string().meta({ description: 'Names the kind of problem.', example: 'urn:tenantry:problem:not-found' }),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    problems: z.array(fieldProblem).optional().meta({ description: 'What is wrong, field by field.' }),
  })
  .meta({ id: 'Problem', description: 'A problem document of RFC 9457.' });

/** An answer that says why a request was not carried out. `detail` is shown to whoever asked. */
export function problem(
  kind: ProblemKind,
  detail: string,
  more: { problems?: FieldProblem[]; headers?: Record<string, string> } = {},
): Response {
  const { status, title } = kinds[kind];
  const document: z.input<typeof problemDocument> = { type: `urn:tenantry:problem:${kind}`, title, status, detail };
  if (more.problems !== undefined) document.problems = more.problems;
  return Response.json(document, {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...more.headers },
  });
}

/** The refusals of a zod schema, by field. */
export function fieldProblems(error: z.ZodError): FieldProblem[] {
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((field) => ({ field: [...issue.path, field].join('.'), message: 'There is no such field.' }))
      : [{ field: issue.path.join('.'), message: issue.message }],
  );
}

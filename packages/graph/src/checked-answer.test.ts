import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { GraphError } from './index.ts';
import { onLoopback } from './loopback.ts';

describe('a checked answer', () => {
  const failureOf = async (body: string, schema: z.ZodType): Promise<GraphError> => {
    const { graph } = await onLoopback((_, response) => response.writeHead(200, { 'request-id': 'graph-id' }).end(body));
    return graph.get('/organization', schema).then(
      () => Promise.reject(new Error('it succeeded')),
      (error: GraphError) => error,
    );
  };

  it('names the field that does not fit, and never its value', async () => {
    const error = await failureOf(
      '{"value":[{"id":"a"},{"id":"Ada Lovelace"}]}',
      z.object({ value: z.array(z.object({ id: z.enum(['a']) })) }),
    );
    expect(error).toMatchObject({ code: 'unexpected-answer', status: 200, requestId: 'graph-id' });
    expect(error.message).toContain('value[1].id');
    expect(JSON.stringify([error.message, error.stack, error.cause ?? null])).not.toContain('Ada');
  });

  it('that is no JSON is unexpected, and none of it is shown', async () => {
    const error = await failureOf('<html>Ada Lovelace</html>', z.unknown());
    expect(error).toMatchObject({ code: 'unexpected-answer', status: 200 });
    expect(JSON.stringify([error.message, error.stack, error.cause ?? null])).not.toContain('Ada');
  });

  it('that is empty is unexpected', async () => {
    expect(await failureOf('', z.unknown())).toMatchObject({ code: 'unexpected-answer' });
  });
});

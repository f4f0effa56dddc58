import { describe, expect, it } from 'vitest';
import { onLoopback } from './loopback.ts';

describe('a count', () => {
  it('asks for text with eventual consistency and gives the number', async () => {
    const { graph, asked } = await onLoopback((_, response) =>
      response.writeHead(200, { 'content-type': 'text/plain' }).end('\uFEFF1234567\n'),
    );
    expect(await graph.count('/users/$count')).toBe(1_234_567);
    expect(asked[0]).toMatchObject({
      url: '/v1.0/users/$count',
      headers: { consistencylevel: 'eventual', accept: 'text/plain' },
    });
  });

  it.each(['', 'many', '-1', '1.5', '9'.repeat(20), '{"value":1}'])('of %j is unexpected', async (body) => {
    const { graph } = await onLoopback((_, response) => response.end(body));
    await expect(graph.count('/users/$count')).rejects.toMatchObject({ code: 'unexpected-answer' });
  });
});

import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { onLoopback, sendJson } from './loopback.ts';

const item = z.object({ id: z.string() });

describe('a listing', () => {
  it('ends only where no link is given, also after empty pages', async () => {
    const { graph, v1 } = await onLoopback(({ url }, response) => {
      if (url === '/v1.0/users?$count=true')
        sendJson(response, { '@odata.count': 2, value: [{ id: 'a' }], '@odata.nextLink': `${v1}/users?p=2` });
      else if (url === '/v1.0/users?p=2') sendJson(response, { value: [], '@odata.nextLink': `${v1}/users?p=3` });
      else sendJson(response, { value: [{ id: 'b' }] });
    });
    expect(await Array.fromAsync(graph.pages('/users?$count=true', item))).toEqual([
      { items: [{ id: 'a' }], count: 2, position: { kind: 'next', link: `${v1}/users?p=2` } },
      { items: [], count: null, position: { kind: 'next', link: `${v1}/users?p=3` } },
      { items: [{ id: 'b' }], count: null, position: { kind: 'end', link: null } },
    ]);
  });

  it('can be resumed at the position of any page', async () => {
    const { graph, v1 } = await onLoopback(({ url }, response) => {
      const page = Number(new URL(url, 'http://x').searchParams.get('p') ?? 1);
      sendJson(response, { value: [{ id: String(page) }], ...(page < 4 && { '@odata.nextLink': `${v1}/users?p=${page + 1}` }) });
    });
    const whole = await Array.fromAsync(graph.pages('/users', item));
    expect(whole.flatMap(({ items }) => items.map(({ id }) => id))).toEqual(['1', '2', '3', '4']);
    for (const [index, { position }] of whole.slice(0, -1).entries()) {
      expect(await Array.fromAsync(graph.pages(position.link ?? '', item))).toEqual(whole.slice(index + 1));
    }
  });

  it('sends ConsistencyLevel and Prefer with every page', async () => {
    const { graph, asked, v1 } = await onLoopback((_, response, nth) =>
      sendJson(response, { value: [], ...(nth < 3 && { '@odata.nextLink': `${v1}/users?p=${nth}` }) }),
    );
    await Array.fromAsync(graph.pages('/users', item, { consistencyLevel: 'eventual', prefer: 'odata.maxpagesize=5' }));
    expect(asked.map(({ headers }) => [headers.consistencylevel, headers.prefer])).toEqual(
      Array.from({ length: 3 }, () => ['eventual', 'odata.maxpagesize=5']),
    );
  });

  it('can be read twice', async () => {
    const { graph, asked } = await onLoopback((_, response) => sendJson(response, { value: [{ id: 'a' }] }));
    const pages = graph.pages('/users', item);
    expect(await Array.fromAsync(pages)).toEqual(await Array.fromAsync(pages));
    expect(asked).toHaveLength(2);
  });

  it('asks for nothing before it is read', async () => {
    const getToken = vi.fn(async () => 'token');
    const { graph } = await onLoopback((_, response) => sendJson(response, { value: [] }), { getToken });
    graph.pages('/users', item);
    expect(getToken).not.toHaveBeenCalled();
  });
});

describe('a delta round', () => {
  it('ends with the delta link to store, and the next round starts there', async () => {
    const { graph, v1, asked } = await onLoopback((_, response, nth) =>
      sendJson(response, { value: [], '@odata.deltaLink': `${v1}/users/delta?$deltatoken=${nth}` }),
    );
    const [first] = await Array.fromAsync(graph.pages('/users/delta', item));
    expect(first?.position).toEqual({ kind: 'delta', link: `${v1}/users/delta?$deltatoken=1` });
    const [second] = await Array.fromAsync(graph.pages(first?.position.link ?? '', item));
    expect(second?.position).toEqual({ kind: 'delta', link: `${v1}/users/delta?$deltatoken=2` });
    expect(asked[1]?.url).toBe('/v1.0/users/delta?$deltatoken=1');
  });

  it('may answer the same delta link again', async () => {
    const { graph, v1 } = await onLoopback((_, response) =>
      sendJson(response, { value: [], '@odata.deltaLink': `${v1}/users/delta?$deltatoken=1` }),
    );
    const pages = await Array.fromAsync(graph.pages(`${v1}/users/delta?$deltatoken=1`, item));
    expect(pages).toHaveLength(1);
  });
});

describe('a stored link', () => {
  it('to another place is refused before a token is fetched', async () => {
    const getToken = vi.fn(async () => 'token');
    const { graph } = await onLoopback((_, response) => sendJson(response, { value: [] }), { getToken });
    const stored = 'https://evil.example/v1.0/users?$skiptoken=secret';
    const failure: unknown = await Array.fromAsync(graph.pages(stored, item)).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'link-refused', status: null, clientRequestId: null });
    expect(String(failure)).not.toContain('secret');
    expect(getToken).not.toHaveBeenCalled();
  });
});

import { getEventListeners } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { type Cost, createGraph, type GraphCall } from './index.ts';
import { onLoopback, sendError, sendJson } from './loopback.ts';

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('a request', () => {
  it('carries token, request id, low priority and the wish for JSON', async () => {
    const { graph, asked } = await onLoopback((_, response) => sendJson(response, { id: 'x' }));
    expect(await graph.get('/organization?$select=id', z.object({ id: z.string() }))).toEqual({ id: 'x' });
    expect(asked[0]?.url).toBe('/v1.0/organization?$select=id');
    const expected = { authorization: 'Bearer token', accept: 'application/json', 'x-ms-throttle-priority': 'low' };
    expect(asked[0]?.headers).toMatchObject({ ...expected, 'client-request-id': expect.stringMatching(guid) });
    expect(asked[0]?.headers).not.toHaveProperty('consistencylevel');
    expect(asked[0]?.headers).not.toHaveProperty('prefer');
  });

  it('carries ConsistencyLevel and Prefer when asked to', async () => {
    const { graph, asked } = await onLoopback((_, response) => sendJson(response, {}));
    await graph.get('/users', z.unknown(), { consistencyLevel: 'eventual', prefer: 'return=minimal' });
    expect(asked[0]?.headers).toMatchObject({ consistencylevel: 'eventual', prefer: 'return=minimal' });
  });

  it('has a new id at every attempt', async () => {
    const { graph, asked } = await onLoopback((_, response) => sendJson(response, {}));
    await graph.get('/users', z.unknown());
    await graph.get('/users', z.unknown());
    expect(new Set(asked.map(({ headers }) => headers['client-request-id'])).size).toBe(2);
  });

  it('is told of with what it cost, without query and ids', async () => {
    const calls: GraphCall[] = [];
    const headers = { 'request-id': 'graph-id', 'x-ms-resource-unit': '2', 'x-ms-throttle-limit-percentage': '0.9' };
    const refusal = { 'retry-after': '7', 'x-ms-throttle-scope': 'Application/Read/app/tenant' };
    const { graph } = await onLoopback(
      (_, response, nth) => {
        if (nth === 1) sendJson(response, {}, 200, headers);
        else if (nth === 2) sendError(response, 429, 'TooManyRequests', refusal);
        else response.socket?.destroy();
      },
      { onCall: (call) => calls.push(call) },
      { newRequestId: () => 'our-id' },
    );
    await graph.get('/users?$skiptoken=secret', z.unknown());
    await expect(graph.get('/groups/7f/members', z.unknown())).rejects.toMatchObject({
      code: 'throttled',
      clientRequestId: 'our-id',
    });
    await expect(graph.get("/users(upn='ada@contoso.example')/manager", z.unknown())).rejects.toMatchObject({
      code: 'unreachable',
    });
    const common = { method: 'GET', clientRequestId: 'our-id', durationMs: expect.any(Number), failure: null, requestId: null };
    const cost = (units: number) => ({ units, writes: 0 });
    const unknown = { units: null, limitPercentage: null, retryAfterMs: null, scope: null };
    expect(calls).toEqual([
      {
        ...common,
        path: '/v1.0/users',
        cost: cost(2),
        status: 200,
        requestId: 'graph-id',
        throttle: { ...unknown, units: 2, limitPercentage: 0.9 },
      },
      {
        ...common,
        path: '/v1.0/groups/{id}/members',
        cost: cost(3),
        status: 429,
        throttle: { ...unknown, retryAfterMs: 7000, scope: 'application' },
      },
      { ...common, path: '/v1.0/users({id})/manager', cost: cost(1), status: null, failure: 'unreachable', throttle: unknown },
    ]);
  });

  it('is admitted with its cost before it is sent, and what refuses it passes through', async () => {
    const admit = vi.fn(async (_cost: Cost) => {});
    const refusal = new Error('the budget is used up');
    const { graph, asked } = await onLoopback((_, response) => sendJson(response, {}), { admit });
    await graph.get('/groups/7f/members?$select=id', z.unknown());
    expect(admit.mock.calls).toEqual([[{ units: 2, writes: 0 }]]);
    admit.mockRejectedValueOnce(refusal);
    await expect(graph.get('/users', z.unknown())).rejects.toBe(refusal);
    expect(asked).toHaveLength(1);
  });

  it('to another place is refused before a token is fetched', async () => {
    const getToken = vi.fn(async () => 'token');
    const { graph, asked } = await onLoopback((_, response) => sendJson(response, {}), { getToken });
    await expect(graph.get('https://evil.example/v1.0/users', z.unknown())).rejects.toMatchObject({
      code: 'link-refused',
      status: null,
    });
    await expect(graph.count('/../beta/users/$count')).rejects.toMatchObject({ code: 'link-refused' });
    expect([asked.length, getToken.mock.calls.length]).toEqual([0, 0]);
  });

  it('does not follow a redirect', async () => {
    const { graph, asked } = await onLoopback((_, response) => response.writeHead(302, { location: '/v1.0/elsewhere' }).end());
    await expect(graph.get('/users', z.unknown())).rejects.toMatchObject({ code: 'unexpected-answer', status: null });
    expect(asked).toHaveLength(1);
  });

  it('answered by something that is not HTTP is unexpected', async () => {
    const server = createServer((socket) => socket.end('rubbish\r\n\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const graph = createGraph({ baseUrl: `http://127.0.0.1:${port}` }).forTenant({ getToken: async () => 'token' });
    await expect(graph.get('/users', z.unknown())).rejects.toMatchObject({ code: 'unexpected-answer' });
  });

  it('whose connection breaks is unreachable, with the cause', async () => {
    const { graph } = await onLoopback((_, response) => void response.socket?.destroy());
    const failure = {
      code: 'unreachable',
      status: null,
      cause: { code: expect.stringMatching(/^(UND_ERR_SOCKET|ECONNRESET)$/) },
      clientRequestId: expect.stringMatching(guid),
    };
    await expect(graph.get('/users', z.unknown())).rejects.toMatchObject(failure);
  });

  it('whose body breaks off is unreachable, and keeps its status', async () => {
    const { graph } = await onLoopback((_, response) => {
      response.writeHead(200, { 'content-length': '100', 'request-id': 'graph-id' });
      response.write('{"value":[', () => response.socket?.destroy());
    });
    await expect(graph.get('/users', z.unknown())).rejects.toMatchObject({
      code: 'unreachable',
      status: 200,
      requestId: 'graph-id',
    });
  });

  it('to a port where nobody listens is unreachable', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const graph = createGraph({ baseUrl: `http://127.0.0.1:${port}` }).forTenant({ getToken: async () => 'token' });
    await expect(graph.get('/users', z.unknown())).rejects.toMatchObject({
      code: 'unreachable',
      cause: { code: 'ECONNREFUSED' },
    });
  });

  it('without an answer times out', async () => {
    const { graph } = await onLoopback(() => {}, {}, { timeoutMs: 50 });
    await expect(graph.get('/users', z.unknown())).rejects.toMatchObject({ code: 'timed-out', status: null });
  });

  it('whose body does not end times out too', async () => {
    const { graph } = await onLoopback((_, response) => response.writeHead(200).write('{"value":['), {}, { timeoutMs: 500 });
    await expect(graph.get('/users', z.unknown())).rejects.toMatchObject({ code: 'timed-out', status: 200 });
  });

  it('has its whole time at every attempt, and the wait for a token does not count', async () => {
    const timeoutMs = 500;
    const getToken = async (options?: { fresh: boolean }) => {
      if (options?.fresh) await new Promise((resolve) => setTimeout(resolve, timeoutMs + 100));
      return 'token';
    };
    const { graph } = await onLoopback(
      (_, response, nth) => (nth === 1 ? sendError(response, 401, 'InvalidAuthenticationToken') : sendJson(response, 'ok')),
      { getToken },
      { timeoutMs },
    );
    expect(await graph.get('/users', z.string())).toBe('ok');
  });

  it('never shows a token that cannot be sent', async () => {
    const { graph, asked } = await onLoopback((_, response) => sendJson(response, {}), { getToken: async () => 'secret\ntoken' });
    const failure: unknown = await graph.get('/users', z.unknown()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TypeError);
    expect(String(failure)).not.toContain('secret');
    expect(asked).toHaveLength(0);
  });
});

describe('an abort', () => {
  it('ends a request that hangs, at once', async () => {
    const abort = new AbortController();
    const { graph } = await onLoopback(() => abort.abort(), { signal: abort.signal });
    await expect(graph.get('/users', z.unknown())).rejects.toMatchObject({ name: 'GraphError', code: 'aborted', status: null });
  });

  it('ends a body that hangs', async () => {
    const abort = new AbortController();
    const { graph } = await onLoopback((_, response) => response.writeHead(200).write('{', () => abort.abort()), {
      signal: abort.signal,
    });
    await expect(graph.get('/users', z.unknown())).rejects.toMatchObject({ code: 'aborted' });
  });

  it('ends the wait for a token', async () => {
    const abort = new AbortController();
    const getToken = () => new Promise<string>(() => abort.abort());
    const { graph, asked } = await onLoopback(() => {}, { signal: abort.signal, getToken });
    await expect(graph.get('/users', z.unknown())).rejects.toMatchObject({ code: 'aborted' });
    expect(asked).toHaveLength(0);
  });

  it('that came earlier sends nothing and fetches no token', async () => {
    const getToken = vi.fn(async () => 'token');
    const { graph, asked } = await onLoopback(() => {}, { signal: AbortSignal.abort(), getToken });
    await expect(graph.get('/users', z.unknown())).rejects.toMatchObject({ code: 'aborted' });
    expect([asked.length, getToken.mock.calls.length]).toEqual([0, 0]);
  });

  it('leaves no listener behind on a signal that lives on', async () => {
    const { signal } = new AbortController();
    const { graph } = await onLoopback((_, response, nth) => sendJson(response, {}, nth % 2 === 0 ? 200 : 500), { signal });
    await Promise.allSettled(Array.from({ length: 20 }, () => graph.get('/users', z.unknown())));
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});

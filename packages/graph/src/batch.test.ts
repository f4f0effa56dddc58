import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { BatchRequest, Cost, GraphCall } from './index.ts';
import { onLoopback, sendError, sendJson } from './loopback.ts';

const schema = z.object({ id: z.string() });
const ask = (path: string): BatchRequest<{ id: string }> => ({ path, schema });

describe('a batch', () => {
  it('sends what is asked for in one request, and its answers come in any order', async () => {
    const { graph, asked } = await onLoopback((_, response) =>
      sendJson(response, {
        responses: [
          { id: '1', status: 200, body: { id: 'b' } },
          { id: '0', status: 200, body: { id: 'a' } },
        ],
      }),
    );
    const requests = [
      ask('/users/a?$select=id'),
      { ...ask('/groups/b/members'), consistencyLevel: 'eventual' as const, after: 0 },
    ];
    expect(await graph.batch(requests)).toEqual([
      { ok: true, value: { id: 'a' } },
      { ok: true, value: { id: 'b' } },
    ]);
    expect(asked).toMatchObject([{ url: '/v1.0/$batch', headers: { 'content-type': 'application/json' } }]);
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
      requests: [
        { id: '0', method: 'GET', url: '/users/a?$select=id', headers: {} },
        { id: '1', method: 'GET', url: '/groups/b/members', headers: { ConsistencyLevel: 'eventual' }, dependsOn: ['0'] },
      ],
    });
  });

  it('tells of every item apart, throttled ones as such, and sends none again', async () => {
    const throttled = {
      'Retry-After': '3',
      'x-ms-throttle-scope': 'Tenant_Application/Read/app/tenant',
      'request-id': 'item-id',
    };
    const { graph, asked } = await onLoopback((_, response) =>
      sendJson(response, {
        responses: [
          { id: '0', status: 200, headers: { 'x-ms-resource-unit': '2' }, body: { id: 'a' } },
          { id: '1', status: 429, headers: throttled, body: { error: { code: 'TooManyRequests' } } },
          { id: '2', status: 424, body: { error: { code: 'FailedDependency' } } },
          { id: '3', status: 404, body: { error: { code: 'Request_ResourceNotFound' } } },
          { id: '4', status: 200, body: { id: 5 } },
        ],
      }),
    );
    const outcomes = await graph.batch(['/a', '/b', '/c', '/d', '/e', '/f'].map(ask));
    expect(outcomes).toMatchObject([
      { ok: true, value: { id: 'a' } },
      { ok: false, error: { code: 'throttled', retryAfterMs: 3000, scope: 'tenant', requestId: 'item-id' } },
      { ok: false, error: { code: 'throttled', retryAfterMs: null } },
      { ok: false, error: { code: 'not-found', graphCode: 'Request_ResourceNotFound' } },
      { ok: false, error: { code: 'unexpected-answer' } },
      { ok: false, error: { code: 'unexpected-answer' } },
    ]);
    expect(asked).toHaveLength(1);
  });

  it('costs what its items cost, and each is told of as a call', async () => {
    const admit = vi.fn(async (_cost: Cost) => {});
    const calls: GraphCall[] = [];
    const { graph } = await onLoopback(
      (_, response) =>
        sendJson(response, {
          responses: [
            { id: '0', status: 200, headers: { 'x-ms-resource-unit': '2' }, body: { id: 'a' } },
            { id: '1', status: 204 },
          ],
        }),
      { admit, onCall: (call) => calls.push(call) },
    );
    const outcomes = await graph.batch([
      ask('/users/1/memberOf'),
      { method: 'PATCH', path: '/users/1', schema: z.null(), body: { accountEnabled: false } },
    ]);
    expect(outcomes).toEqual([
      { ok: true, value: { id: 'a' } },
      { ok: true, value: null },
    ]);
    expect(admit.mock.calls).toEqual([[{ units: 3, writes: 1 }]]);
    expect(calls.map(({ method, path, status, cost, throttle }) => [method, path, status, cost.units, throttle.units])).toEqual([
      ['POST', '/v1.0/$batch', 200, 0, null],
      ['GET', '/v1.0/users/{id}/memberOf', 200, 2, 2],
      ['PATCH', '/v1.0/users/{id}', 204, 1, null],
    ]);
  });

  it('that fails as a whole throws', async () => {
    const { graph } = await onLoopback((_, response) => sendError(response, 429, 'TooManyRequests', { 'retry-after': '9' }));
    await expect(graph.batch([ask('/users')])).rejects.toMatchObject({ code: 'throttled', retryAfterMs: 9000 });
  });

  it('reads a page from a stored link, and checks the links of the page', async () => {
    const page = (link: string) => ({ value: [{ id: 'a' }], '@odata.deltaLink': link });
    const { graph, v1, asked } = await onLoopback(({ headers }, response) =>
      sendJson(response, {
        responses: [
          { id: '0', status: 200, body: page(`http://${headers.host}/v1.0/users/delta?$deltatoken=2`) },
          { id: '1', status: 200, body: page('https://evil.example/v1.0/users/delta?$deltatoken=2') },
        ],
      }),
    );
    const [own, foreign] = await graph.batch([
      graph.pageRequest(`${v1}/users/delta?$deltatoken=1`, schema),
      graph.pageRequest('/users/delta', schema, { prefer: 'odata.maxpagesize=5' }),
    ]);
    expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({
      requests: [{ url: '/users/delta?$deltatoken=1' }, { url: '/users/delta', headers: { Prefer: 'odata.maxpagesize=5' } }],
    });
    expect(own).toMatchObject({ ok: true, value: { items: [{ id: 'a' }], position: { kind: 'delta' } } });
    expect(foreign).toMatchObject({ ok: false, error: { code: 'link-refused' } });
  });

  it('holds 1 to 20 requests, none of them to another place', async () => {
    const { graph, asked } = await onLoopback((_, response) => sendJson(response, { responses: [] }));
    await expect(graph.batch([])).rejects.toThrow(RangeError);
    await expect(graph.batch(Array.from({ length: 21 }, () => ask('/users')))).rejects.toThrow(RangeError);
    await expect(graph.batch([ask('/../beta/users')])).rejects.toMatchObject({ code: 'link-refused' });
    await expect(graph.batch([ask('https://evil.example/v1.0/users')])).rejects.toMatchObject({ code: 'link-refused' });
    expect(asked).toHaveLength(0);
  });
});

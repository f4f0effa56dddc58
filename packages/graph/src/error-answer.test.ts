import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { GraphError } from './index.ts';
import { onLoopback, sendError, sendJson } from './loopback.ts';

const anything = z.unknown();

async function failureOf(work: Promise<unknown>): Promise<GraphError> {
  const error = await work.then(
    () => new Error('it succeeded'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(GraphError);
  return error as GraphError;
}

describe('an error answer', () => {
  it.each([
    [400, 'Request_BadRequest', 'bad-request'],
    [400, 'Directory_ExpiredPageToken', 'page-token-expired'],
    [400, 'syncStateNotFound', 'sync-state-lost'],
    [400, 'InvalidDeltaToken', 'sync-state-lost'],
    [401, 'Authorization_IdentityNotFound', 'unauthorized'],
    [403, 'Authorization_RequestDenied', 'forbidden'],
    [404, 'Request_ResourceNotFound', 'not-found'],
    [404, 'SyncStateNotFound', 'sync-state-lost'],
    [409, 'Request_Conflict', 'bad-request'],
    [410, 'resyncRequired', 'sync-state-lost'],
    [410, 'SomethingElse', 'sync-state-lost'],
    [429, 'TooManyRequests', 'throttled'],
    [500, 'UnknownError', 'service-unavailable'],
    [501, 'NotImplemented', 'bad-request'],
    [502, 'UnknownError', 'service-unavailable'],
    [503, 'serviceNotAvailable', 'service-unavailable'],
    [504, 'UnknownError', 'service-unavailable'],
    [509, 'BandwidthLimitExceeded', 'throttled'],
  ])('of %i %s means %s', async (status, graphCode, code) => {
    const { graph, asked } = await onLoopback((_, response) => sendError(response, status, graphCode));
    expect(await failureOf(graph.get('/users', anything))).toMatchObject({ code, status, graphCode });
    expect(asked).toHaveLength(1);
  });

  it('names the delta token in a detail', async () => {
    const error = { code: 'Request_BadRequest', details: [{ code: 'InvalidValue', target: '$deltaToken' }] };
    const { graph } = await onLoopback((_, response) => sendJson(response, { error }, 400));
    expect(await failureOf(graph.get('/users/delta', anything))).toMatchObject({ code: 'sync-state-lost', resyncLink: null });
  });

  it('is not read by its message', async () => {
    const error = { code: 'Request_BadRequest', message: 'syncStateNotFound: the deltaToken. Directory_ExpiredPageToken' };
    const { graph } = await onLoopback((_, response) => sendJson(response, { error }, 400));
    const failure = await failureOf(graph.get('/users', anything));
    expect(failure).toMatchObject({ code: 'bad-request', graphCode: 'Request_BadRequest' });
    expect(failure.message).not.toContain('deltaToken');
  });

  it.each(['innerError', 'innererror'])('gives the innermost code and the request id out of nested %s', async (inner) => {
    const innermost = { code: 'quota', 'request-id': 'graph-id' };
    const error = { code: 'activityLimitReached', [inner]: { code: 'throttledRequest', [inner]: innermost } };
    const { graph } = await onLoopback((_, response) => sendJson(response, { error }, 429));
    expect(await failureOf(graph.get('/users', anything))).toMatchObject({ graphCode: 'quota', requestId: 'graph-id' });
  });

  it('passes over an inner code that only repeats the status', async () => {
    const error = { code: 'TooManyRequests', innerError: { code: '429', status: '429' } };
    const { graph } = await onLoopback((_, response) => sendJson(response, { error }, 429));
    expect(await failureOf(graph.get('/users', anything))).toMatchObject({ graphCode: 'TooManyRequests' });
  });

  it.each([
    ['HTML', '<html><body>Our services are not available right now</body></html>'],
    ['an empty object', '{}'],
    ['nothing', ''],
    ['a JSON null', 'null'],
    ['a list', '[1]'],
    ['codes that are no text', '{"error":{"code":7,"innerError":"x","details":{}}}'],
  ])('with %s for a body keeps its status', async (_, body) => {
    const { graph } = await onLoopback((_asked, response) => response.writeHead(503, { 'request-id': 'graph-id' }).end(body));
    const failure = await failureOf(graph.get('/users', anything));
    expect(failure).toMatchObject({ code: 'service-unavailable', status: 503, graphCode: null, requestId: 'graph-id' });
  });

  it.each([
    ['30', 30_000],
    ['2.5', 2500],
    ['Thu, 01 Jan 2026 00:00:10 GMT', 10_000],
    ['-1', null],
    ['rubbish', null],
    [null, null],
  ])('with Retry-After %s asks for a wait of %s ms, and nothing is sent again', async (header, retryAfterMs) => {
    const headers = header === null ? {} : { 'retry-after': header };
    const now = () => new Date('2026-01-01T00:00:00Z');
    const { graph, asked } = await onLoopback((_, response) => sendError(response, 429, 'TooManyRequests', headers), {}, { now });
    expect(await failureOf(graph.get('/users', anything))).toMatchObject({ code: 'throttled', retryAfterMs });
    expect(asked).toHaveLength(1);
  });

  it('of 503 carries its Retry-After too', async () => {
    const { graph } = await onLoopback((_, response) => response.writeHead(503, { 'retry-after': '4' }).end('{}'));
    expect(await failureOf(graph.get('/users', anything))).toMatchObject({ code: 'service-unavailable', retryAfterMs: 4000 });
  });

  it.each([
    ['Tenant_Application/ReadWrite/app/tenant', 'tenant'],
    ['Tenant/Read/app/tenant', 'tenant'],
    ['Application/ReadWrite/app/x', 'application'],
    ['Galaxy/Read', null],
    [null, null],
  ])('throttled in scope %s concerns %s', async (header, scope) => {
    const headers = header === null ? {} : { 'x-ms-throttle-scope': header };
    const { graph } = await onLoopback((_, response) => sendError(response, 429, 'TooManyRequests', headers));
    expect(await failureOf(graph.get('/users', anything))).toMatchObject({ scope });
  });

  it('of 410 gives the checked address of the full pass', async () => {
    const { graph } = await onLoopback(({ headers }, response) =>
      sendError(response, 410, 'resyncRequired', { location: `http://${headers.host}/v1.0/users/delta?$deltatoken=` }),
    );
    const failure = await failureOf(graph.get('/users/delta', anything));
    expect(failure.code).toBe('sync-state-lost');
    expect(failure.resyncLink).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1\.0\/users\/delta\?\$deltatoken=$/);
  });

  it('of 410 with a Location at another host is refused', async () => {
    const location = 'https://evil.example/v1.0/users/delta?$deltatoken=';
    const { graph } = await onLoopback((_, response) => sendError(response, 410, 'resyncRequired', { location }));
    const failure = await failureOf(graph.get('/users/delta', anything));
    expect(failure).toMatchObject({ code: 'link-refused', status: 410, resyncLink: null });
    expect(failure.message).not.toContain('evil');
  });
});

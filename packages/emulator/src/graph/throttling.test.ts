import { expect, it } from 'vitest';
import { graphUnderTest } from './graph-under-test.ts';

const second = 1000;

it('tells the cost of every request and counts it', async () => {
  const graph = await graphUnderTest();
  expect((await graph.get('/users')).headers.get('x-ms-resource-unit')).toBe('2');
  expect((await graph.get('/users?$select=id&$top=999')).headers.get('x-ms-resource-unit')).toBe('1');
  expect(graph.counter('resourceUnits')).toBe(3);
});

it('answers 429 with the documented headers and body when the quota is used up, and 200 after the wait', async () => {
  const graph = await graphUnderTest({ throttle: { scale: 4 / 3500, retryAfterSeconds: null } });
  const answers = [];
  for (let i = 0; i < 5; i += 1) answers.push(await graph.get('/organization', { 'client-request-id': 'abc' }));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 429]);
  expect(answers[3]?.headers.get('x-ms-throttle-limit-percentage')).toBe('1.00');
  expect(answers[0]?.headers.get('x-ms-throttle-limit-percentage')).toBeNull();
  const refused = answers[4];
  const client = graph.principal.appId;
  expect(refused?.headers.get('retry-after')).toBe('5');
  expect(refused?.headers.get('x-ms-throttle-scope')).toBe(`Tenant_Application/Read/${client}/${graph.tenant.tenantId}`);
  expect(refused?.headers.get('x-ms-throttle-information')).toBe('ResourceUnitLimitExceeded');
  expect(refused?.body.error).toMatchObject({ code: 'TooManyRequests', innerError: { code: '429', status: '429' } });

  await graph.advance(5 * second);
  expect((await graph.get('/organization')).status).toBe(200);
  expect(graph.counter('throttled429')).toBe(1);
  expect(graph.counter('calledTooEarly')).toBe(0);
});

it('announces the wait it was told to, and counts who does not keep it', async () => {
  const graph = await graphUnderTest({ throttle: { scale: 4 / 3500, retryAfterSeconds: 30 } });
  for (let i = 0; i < 4; i += 1) await graph.get('/organization');
  expect((await graph.get('/organization')).headers.get('retry-after')).toBe('30');
  await graph.advance(20 * second);
  const early = await graph.get('/organization');
  expect([early.status, early.headers.get('retry-after')]).toEqual([429, '10']);
  expect(graph.counter('calledTooEarly')).toBe(1);
  await graph.advance(10 * second);
  expect((await graph.get('/organization')).status).toBe(200);
  expect(graph.counter('calledTooEarly')).toBe(1);
});

it.each(['seconds', 'decimal', 'date'] as const)(
  'counts a call before the end of a wait that a fault announced as %s',
  async (retryAfter) => {
    const graph = await graphUnderTest();
    graph.world.faults.push({
      id: 'f',
      target: 'graph',
      tenantId: graph.tenant.tenantId,
      pathPrefix: null,
      remaining: 1,
      share: 1,
      fault: { kind: 'throttled', retryAfter, retryAfterSeconds: 20, scope: null },
    });
    expect((await graph.get('/users')).status).toBe(429);
    expect((await graph.get('/users')).status).toBe(429);
    expect(graph.counter('calledTooEarly')).toBe(1);
    await graph.advance(21 * second);
    expect((await graph.get('/users')).status).toBe(200);
    expect(graph.counter('calledTooEarly')).toBe(1);
  },
);

it('throttles one tenant and not its neighbour of the same app', async () => {
  const graph = await graphUnderTest({ throttle: { scale: 0.0001, retryAfterSeconds: 30 } });
  const neighbour = await graphUnderTest({ tenantId: 'c00000bb-0000-4000-8000-000000000001' });
  for (let i = 0; i < 6; i += 1) await graph.get('/organization');
  expect((await graph.get('/organization')).status).toBe(429);
  expect((await neighbour.get('/organization')).status).toBe(200);
});

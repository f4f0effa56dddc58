import { expect, it } from 'vitest';
import { addCustomer } from '../customers/add-customer.ts';
import { grantWholeList } from '../entra/grant.ts';
import { graphUnderTest } from './graph-under-test.ts';
import { answerAtOnce, takeBackUntold, tellOfBatch } from './throttling.ts';

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

/** Whoever asked still listens. */
const stays = () => false;

it('does not hold anybody to a wait that was announced in a batch whose answer never left', async () => {
  const graph = await graphUnderTest({ throttle: { scale: 4 / 3500, retryAfterSeconds: 30 } });
  await answerAtOnce(graph.world, stays, async () => {
    for (let i = 0; i < 5; i += 1) await graph.get('/organization');
    takeBackUntold();
  });
  expect(graph.counter('throttled429')).toBe(1);
  await graph.get('/organization');
  expect(graph.counter('calledTooEarly')).toBe(0);
  await graph.get('/organization');
  expect(graph.counter('calledTooEarly')).toBe(1);
});

it.each([
  { why: 'once such a batch is known to be lost', hasGone: stays, lose: takeBackUntold },
  { why: 'in a batch whose caller has gone', hasGone: () => true, lose: () => undefined },
])('announces no wait $why', async ({ hasGone, lose }) => {
  const graph = await graphUnderTest({ throttle: { scale: 4 / 3500, retryAfterSeconds: 30 } });
  await answerAtOnce(graph.world, hasGone, async () => {
    lose();
    for (let i = 0; i < 5; i += 1) await graph.get('/organization');
  });
  expect(graph.counter('throttled429')).toBe(1);
  await graph.get('/organization');
  expect(graph.counter('calledTooEarly')).toBe(0);
});

it('keeps a wait that somebody else was told while such a batch was answered', async () => {
  const graph = await graphUnderTest({ throttle: { scale: 4 / 3500, retryAfterSeconds: 30 } });
  const inBatch = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const lost = answerAtOnce(graph.world, stays, async () => {
    await graph.get('/organization');
    inBatch.resolve();
    await goOn.promise;
    takeBackUntold();
  });
  await inBatch.promise;
  for (let i = 0; i < 4; i += 1) await graph.get('/organization');
  expect(graph.counter('throttled429')).toBe(1);
  goOn.resolve();
  await lost;
  expect((await graph.get('/organization')).status).toBe(429);
  expect(graph.counter('calledTooEarly')).toBe(1);
});

it('enforces a wait that an item of a batch announced, and calls nobody early before the answer that tells it has left', async () => {
  const graph = await graphUnderTest({ throttle: { scale: 4 / 3500, retryAfterSeconds: 30 } });
  await answerAtOnce(graph.world, stays, async () => {
    for (let i = 0; i < 5; i += 1) await graph.get('/organization');
    await graph.advance(second);
    // Of another batch, sent before the answer to this one has left.
    await answerAtOnce(graph.world, stays, async () => expect((await graph.get('/organization')).status).toBe(429));
    expect(graph.counter('calledTooEarly')).toBe(0);
    tellOfBatch();
  });
  await graph.get('/organization');
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

it('throttles an app in all tenants at once when it has used up what it has over all', async () => {
  const graph = await graphUnderTest();
  const units = (scale: number) => ({ scale: scale / 150_000, retryAfterSeconds: null });
  Object.assign(graph.world.appThrottle, units(6));
  const neighbour = addCustomer(graph.world, {});
  const registration = graph.world.registrations.get(graph.principal.appId);
  if (registration) grantWholeList(graph.world, neighbour, registration);
  for (let i = 0; i < 6; i += 1) expect((await graph.get('/organization')).status).toBe(200);
  const refused = await graph.get('/organization');
  expect(refused.status).toBe(429);
  expect(refused.headers.get('x-ms-throttle-scope')).toBe(`Application/Read/${graph.principal.appId}/${graph.tenant.tenantId}`);
  // Six units in twenty seconds: one is free again after four, and this call has used one more.
  expect(refused.headers.get('retry-after')).toBe('7');
  // Seven of six; a little is free again by the time that the calls took.
  expect(Number(refused.headers.get('x-ms-throttle-limit-percentage'))).toBeCloseTo(7 / 6, 1);
  expect(graph.counter('throttledWithApp')).toBe(1);
  expect([...graph.world.appBuckets.keys()]).toEqual([graph.principal.appId]);
  await graph.advance(7 * second);
  expect((await graph.get('/organization')).status).toBe(200);
  expect(graph.counter('calledTooEarly')).toBe(0);
});

it('counts a call of any tenant before the end of a wait that a fault announced for the app', async () => {
  const graph = await graphUnderTest();
  const fault = { kind: 'throttled', retryAfter: 'seconds', retryAfterSeconds: 20, scope: 'Application/ReadWrite/x/y' } as const;
  graph.world.faults.push({ id: 'f', target: 'graph', tenantId: null, pathPrefix: null, remaining: 1, share: 1, fault });
  expect((await graph.get('/users')).status).toBe(429);
  const early = await graph.get('/users');
  expect([early.status, early.headers.get('x-ms-throttle-scope')?.split('/')[0]]).toEqual([429, 'Application']);
  expect(graph.counter('calledTooEarly')).toBe(1);
});

it('limits what an app asks of the reporting service over all tenants, when told to', async () => {
  const graph = await graphUnderTest();
  graph.world.appThrottle.reportsPerTenSeconds = 3;
  const ask = async () =>
    (await graph.get('/auditLogs/directoryAudits?$top=1')).headers.get('x-ms-throttle-scope')?.split('/')[0];
  expect([await ask(), await ask(), await ask(), await ask()]).toEqual([undefined, undefined, undefined, 'Application']);
  expect((await graph.get('/users?$top=1')).status).toBe(200);
});

it('does not call early what was sent in one batch with the request that was told to wait', async () => {
  const graph = await graphUnderTest({ throttle: { scale: 4 / 3500, retryAfterSeconds: 30 } });
  const requests = ['1', '2', '3', '4', '5', '6'].map((id) => ({ id, method: 'GET', url: '/organization' }));
  const ask = async () => {
    const { responses } = (await graph.get('/$batch', {}, 'POST', { requests })).body as unknown as {
      responses: { status: number }[];
    };
    return responses.map(({ status }) => status).toSorted();
  };
  expect(await ask()).toEqual([200, 200, 200, 200, 429, 429]);
  expect(graph.counter('calledTooEarly')).toBe(0);
  await graph.advance(second);
  expect(await ask()).toEqual([429, 429, 429, 429, 429, 429]);
  expect(graph.counter('calledTooEarly')).toBe(6);
});

it('counts who asks with low priority', async () => {
  const graph = await graphUnderTest();
  await graph.get('/users', { 'x-ms-throttle-priority': 'low' });
  await graph.get('/users');
  expect(graph.counter('lowPriorityRequests')).toBe(1);
});

it('throttles one tenant and not its neighbour of the same app', async () => {
  const graph = await graphUnderTest({ throttle: { scale: 0.0001, retryAfterSeconds: 30 } });
  const neighbour = await graphUnderTest({ tenantId: 'c00000bb-0000-4000-8000-000000000001' });
  for (let i = 0; i < 6; i += 1) await graph.get('/organization');
  expect((await graph.get('/organization')).status).toBe(429);
  expect((await neighbour.get('/organization')).status).toBe(200);
});

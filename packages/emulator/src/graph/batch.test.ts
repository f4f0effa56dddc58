import { describe, expect, it } from 'vitest';
import { type Body, type GraphUnderTest, graphUnderTest } from './graph-under-test.ts';

const post = (graph: GraphUnderTest, requests: object[]) => graph.get('/$batch', {}, 'POST', { requests });
const byId = (body: Body): Record<string, Body> => Object.fromEntries(body.responses.map((each: Body) => [each.id, each]));

describe('$batch', () => {
  it('answers each request by itself, in another order', async () => {
    const graph = await graphUnderTest({ users: 30 });
    const answer = await post(graph, [
      { id: '1', method: 'GET', url: '/users?$select=id&$top=5' },
      { id: '2', method: 'GET', url: 'organization?$select=displayName' },
      { id: '3', method: 'GET', url: '/users/nobody' },
      { id: '4', method: 'GET', url: '/users/$count', headers: { ConsistencyLevel: 'eventual' } },
      { id: '5', method: 'PATCH', url: '/users/x', headers: { 'Content-Type': 'application/json' }, body: {} },
      { id: '6', method: 'GET', url: '/domains' },
    ]);
    expect(answer.status).toBe(200);
    expect(answer.body.responses.map(({ id }: Body) => id)).toEqual(['6', '5', '4', '3', '2', '1']);
    const answers = byId(answer.body);
    expect(answers['1']).toMatchObject({ status: 200, headers: { 'x-ms-resource-unit': '1' } });
    expect(answers['1'].body.value).toHaveLength(5);
    expect(answers['1'].headers['Content-Type']).toContain('application/json');
    expect((await graph.get(answers['1'].body['@odata.nextLink'])).body.value).toHaveLength(5);
    expect(answers['2'].body.value[0].displayName).toBe(graph.tenant.name);
    expect(answers['3']).toMatchObject({ status: 404, body: { error: { code: 'Request_ResourceNotFound' } } });
    expect(answers['4']).toMatchObject({ status: 200, body: 30 });
    expect(answers['5'].status).toBe(405);
    expect(answers['6']).toMatchObject({ status: 403, body: { error: { code: 'Authorization_RequestDenied' } } });
  });

  it('throttles items one by one: each tells its own wait, and nothing is charged for the batch itself', async () => {
    const graph = await graphUnderTest({ throttle: { scale: 4 / 3500, retryAfterSeconds: 17 } });
    const requests = Array.from({ length: 6 }, (_, at) => ({ id: `${at}`, method: 'GET', url: '/organization' }));
    const { status, body } = await post(graph, requests);
    expect(status).toBe(200);
    const answers = Object.values(byId(body));
    expect(answers.filter((each) => each.status === 200)).toHaveLength(4);
    const throttled = answers.filter((each) => each.status === 429);
    expect(throttled).toHaveLength(2);
    for (const each of throttled) {
      expect(each.headers['Retry-After']).toBe('17');
      expect(each.headers['x-ms-throttle-scope']).toContain(graph.tenant.tenantId);
      expect(each.body.error.code).toBe('TooManyRequests');
    }
    expect([graph.counter('resourceUnits'), graph.counter('batchItems'), graph.counter('throttled429')]).toEqual([4, 6, 2]);
  });

  it('lets a request wait for another, and fail with it', async () => {
    const graph = await graphUnderTest();
    const { body } = await post(graph, [
      { id: 'a', method: 'GET', url: '/organization' },
      { id: 'b', method: 'GET', url: '/users/nobody', dependsOn: ['a'] },
      { id: 'c', method: 'GET', url: '/organization', dependsOn: ['b'] },
    ]);
    const answers = byId(body);
    expect(['a', 'b', 'c'].map((id) => answers[id].status)).toEqual([200, 404, 424]);
    expect((await post(graph, [{ id: 'a', method: 'GET', url: '/organization', dependsOn: ['z'] }])).status).toBe(400);
  });

  it.each<[string, object | string]>([
    [
      'more than 20 requests',
      { requests: Array.from({ length: 21 }, (_, at) => ({ id: `${at}`, method: 'GET', url: '/users' })) },
    ],
    [
      'an id twice',
      {
        requests: [
          { id: 'a', method: 'GET', url: '/users' },
          { id: 'A', method: 'GET', url: '/users' },
        ],
      },
    ],
    ['no url', { requests: [{ id: '1', method: 'GET' }] }],
    ['a body without its type', { requests: [{ id: '1', method: 'POST', url: '/users', body: {} }] }],
    ['no requests', { requests: [] }],
    ['no JSON', '{"requests":['],
  ])('refuses %s as a whole', async (_, sent) => {
    const graph = await graphUnderTest();
    expect(await graph.get('/$batch', {}, 'POST', sent)).toMatchObject({ status: 400, body: { error: { code: 'BadRequest' } } });
    expect(graph.counter('batchItems')).toBe(0);
  });

  it('needs a token, and hands it to every item', async () => {
    const graph = await graphUnderTest();
    const requests = [{ id: '1', method: 'GET', url: '/users', headers: { Authorization: 'Bearer other' } }];
    expect((await graph.get('/$batch', { authorization: '' }, 'POST', { requests })).status).toBe(401);
    expect((await post(graph, requests)).body.responses[0].status).toBe(200);
  });

  it('has faults as a whole and in single items', async () => {
    const graph = await graphUnderTest();
    const arm = (pathPrefix: string) =>
      graph.world.faults.push({
        id: pathPrefix,
        target: 'graph',
        tenantId: null,
        pathPrefix,
        remaining: 1,
        share: 1,
        fault: { kind: 'bad-gateway' },
      });
    const requests = [
      { id: '1', method: 'GET', url: '/users?$top=1' },
      { id: '2', method: 'GET', url: '/organization' },
    ];
    arm('/v1.0/$batch');
    expect((await post(graph, requests)).status).toBe(502);
    arm('/v1.0/users');
    const answers = byId((await post(graph, requests)).body);
    expect([answers['1'].status, answers['2'].status]).toEqual([502, 200]);
    expect(answers['1'].body).toContain('<html>');
  });
});

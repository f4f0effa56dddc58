import {
  AuthenticationHandler,
  BatchRequestContent,
  BatchResponseContent,
  Client,
  type Context,
  type GraphError,
  type Middleware,
  PageIterator,
  RetryHandler,
  RetryHandlerOptions,
} from '@microsoft/microsoft-graph-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addCustomer, type NewCustomer } from '../customers/add-customer.ts';
import { directoryRegistrationClientId as clientId } from '../customers/registrations.ts';
import { type Emulator, startEmulator } from '../start-emulator.ts';
import type { Tenant } from '../world/world.ts';

/** The SDK sends its token to https hosts it knows only, so links name Graph's own host and the last middleware leads to the emulator. */
const canonical = 'https://graph.microsoft.com';

interface Member {
  '@odata.type': string;
  id: string;
  '@removed'?: object;
}
interface Item {
  id: string;
  displayName: string;
  userPrincipalName?: string;
  accountEnabled?: boolean;
  '@removed'?: { reason: string };
  'members@delta'?: Member[];
}

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ customers: 'none' });
});
afterAll(() => emulator.close());

async function control(method: string, path: string, body?: object): Promise<string> {
  const response = await fetch(`${emulator.url}/_emulator${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.text();
}

const truth = async <T>(tenant: Tenant, what: string): Promise<T[]> => {
  const text = await control('GET', `/tenants/${tenant.tenantId}/truth/${what}`);
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);
};

/** A customer that has consented, and the official client with a token for it. */
async function customerWithClient(customer: NewCustomer): Promise<{ tenant: Tenant; client: Client }> {
  const tenant = addCustomer(emulator.world, customer);
  await control('POST', `/tenants/${tenant.tenantId}/service-principals/${clientId}/grant`);
  const form = {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: 'demo-directory-secret',
    scope: `${canonical}/.default`,
  };
  const answer = await fetch(`${emulator.url}/${tenant.tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  const { access_token } = (await answer.json()) as { access_token: string };

  const toEmulator: Middleware = {
    async execute(context: Context) {
      const url = typeof context.request === 'string' ? context.request : context.request.url;
      context.response = await fetch(url.replace(canonical, emulator.url), context.options as RequestInit);
    },
  };
  const middleware = [
    new AuthenticationHandler({ getAccessToken: async () => access_token }),
    new RetryHandler(new RetryHandlerOptions()),
    toEmulator,
  ];
  return { tenant, client: Client.initWithMiddleware({ middleware }) };
}

/** Links lead to Graph's own host while `read` runs. */
async function withCanonicalLinks<T>(read: () => Promise<T>): Promise<T> {
  const { url, world } = emulator;
  world.baseUrl = canonical;
  try {
    return await read();
  } finally {
    world.baseUrl = url;
  }
}

async function iterate<T>(client: Client, path: string, headers: Record<string, string> = {}): Promise<T[]> {
  const items: T[] = [];
  const keep = (item: T) => {
    items.push(item);
    return true;
  };
  const first = await client.api(path).headers(headers).get();
  const iterator = new PageIterator(client, first, keep, { headers });
  await iterator.iterate();
  expect(iterator.isComplete()).toBe(true);
  return items;
}

/** A round of a delta query: `page` sees every item, the delta link comes back. */
async function deltaRound(client: Client, start: string, page: (item: Item) => void): Promise<string> {
  for (let link = start; ; ) {
    const answer = await client.api(link).get();
    for (const item of answer.value) page(item);
    if (answer['@odata.deltaLink']) return answer['@odata.deltaLink'];
    link = answer['@odata.nextLink'];
  }
}

it('the page iterator reads everybody and every membership', async () => {
  const { tenant, client } = await customerWithClient({ users: 2345, groups: 40 });
  await withCanonicalLinks(async () => {
    const users = await iterate<Item>(
      client,
      '/users?$select=id,displayName,userPrincipalName,mail,accountEnabled,userType&$top=999',
    );
    expect(users).toEqual(await truth(tenant, 'users'));
    const groups = await iterate<Item>(client, '/groups?$select=id,displayName,mail,mailEnabled,securityEnabled');
    expect(groups).toEqual(await truth(tenant, 'groups'));
    const edges: object[] = [];
    for (const group of groups) {
      for (const member of await iterate<Member>(client, `/groups/${group.id}/members?$select=id&$top=99`)) {
        edges.push({
          groupId: group.id,
          memberId: member.id,
          memberType: member['@odata.type'].replace('#microsoft.graph.', ''),
        });
      }
    }
    expect(edges).toEqual(await truth(tenant, 'members'));
  });
});

it('the page iterator reads devices, applications and transitive members', async () => {
  const { tenant, client } = await customerWithClient({ users: 700, groups: 20, devices: 450, applications: 120 });
  await withCanonicalLinks(async () => {
    const devices = await iterate<Item>(client, '/devices?$select=id,displayName&$top=99');
    expect(devices).toEqual((await truth<Item>(tenant, 'devices')).map(({ id, displayName }) => ({ id, displayName })));
    const applications = await iterate<Item>(
      client,
      '/applications?$select=id,appId,displayName,passwordCredentials,keyCredentials',
    );
    const known = await truth<Item>(tenant, 'applications');
    expect(applications).toHaveLength(120);
    for (const [at, application] of applications.entries()) expect(application).toMatchObject(known[at] as Item);
    const groupId = tenant.directory.groupIdAt(3);
    const inside = (await truth<{ groupId: string; memberId: string }>(tenant, 'transitive-members')).filter(
      (edge) => edge.groupId === groupId,
    );
    const members = await iterate<Member>(client, `/groups/${groupId}/transitiveMembers?$select=id&$top=9`);
    expect(members.map(({ id }) => id)).toEqual(inside.map(({ memberId }) => memberId));
  });
});

it('licences, sign-ins, registered methods and roles are read as the client expects them', async () => {
  const { tenant, client } = await customerWithClient({ users: 60, premium: true });
  const skus = (await client.api('/subscribedSkus').get()).value as { skuId: string; consumedUnits: number }[];
  const units = (await truth<{ skuId: string; consumedUnits: number }>(tenant, 'subscribed-skus')).map(
    ({ skuId, consumedUnits }) => ({ skuId, consumedUnits }),
  );
  expect(skus.map(({ skuId, consumedUnits }) => ({ skuId, consumedUnits }))).toEqual(units);
  const { value } = await client.api('/users').select(['id', 'assignedLicenses', 'signInActivity']).top(500).get();
  expect(value).toHaveLength(60);
  const details = await client
    .api('/reports/authenticationMethods/userRegistrationDetails')
    .filter('isMfaRegistered eq true')
    .get();
  expect(details.value.length).toBeGreaterThan(20);
  const [role] = (await client.api('/directoryRoles').get()).value;
  expect((await client.api(`/directoryRoles/${role.id}/members`).get()).value[0]['@odata.type']).toBe('#microsoft.graph.user');
  expect((await client.api('/auditLogs/directoryAudits').top(3).get()).value).toHaveLength(3);
});

it('what a tenant has no licence for reaches the client with its code', async () => {
  const { client } = await customerWithClient({ premium: false });
  const refused = (await client
    .api('/users?$select=id,signInActivity')
    .get()
    .catch((error) => error)) as GraphError;
  expect([refused.statusCode, refused.code]).toEqual([403, 'Authentication_RequestFromNonPremiumTenantOrB2CTenant']);
});

it('the client’s own batch content is understood, and throttled items come back as such', async () => {
  const { client } = await customerWithClient({ throttle: { scale: 4 / 3500, retryAfterSeconds: 5 } });
  const steps = Array.from({ length: 6 }, (_, at) => ({
    id: String(at + 1),
    // The client takes away the host and nothing else, and the address of an item has no version.
    request: new Request(`${canonical}/organization`, { method: 'GET' }),
  }));
  const content = await new BatchRequestContent(steps).getContent();
  const answers = new BatchResponseContent(await client.api('/$batch').post(content));
  const all = [...answers.getResponses().values()];
  expect(all.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 429, 429]);
  for (const each of all.filter(({ status }) => status === 429)) expect(each.headers.get('retry-after')).toBe('5');
});

it('counts and single objects are read as the client expects them', async () => {
  const { tenant, client } = await customerWithClient({ users: 120, name: 'Fabrikam' });
  expect(await client.api('/users/$count').header('ConsistencyLevel', 'eventual').get()).toBe('120');
  const user = tenant.directory.userAt(50);
  expect(await client.api(`/users/${user?.id}`).select('userPrincipalName').get()).toMatchObject({
    userPrincipalName: user?.userPrincipalName,
  });
  expect((await client.api('/organization').get()).value[0].displayName).toBe('Fabrikam');
});

it('the retry handler waits as told through a throttled listing, and never calls too early', async () => {
  const { tenant, client } = await customerWithClient({ users: 60, throttle: { scale: 0.001, retryAfterSeconds: 1 } });
  const users = await withCanonicalLinks(() => iterate<Item>(client, '/users?$select=id&$top=10'));
  expect(users).toHaveLength(60);
  expect(emulator.world.requests.counter(tenant.tenantId, 'throttled429')).toBeGreaterThan(0);
  expect(emulator.world.requests.counter(tenant.tenantId, 'calledTooEarly')).toBe(0);
});

it('errors carry code, status and request id into the client’s own error', async () => {
  const { client } = await customerWithClient({});
  const missing = (await client
    .api('/users/nobody')
    .get()
    .catch((error) => error)) as GraphError;
  expect([missing.statusCode, missing.code]).toEqual([404, 'Request_ResourceNotFound']);
  expect(missing.requestId).toMatch(/^[0-9a-f-]{36}$/);
  const denied = (await client
    .api('/domains')
    .get()
    .catch((error) => error)) as GraphError;
  expect([denied.statusCode, denied.code]).toEqual([403, 'Authorization_RequestDenied']);
});

it('a delta query keeps a copy equal to the truth through churn, and makes no second full pass', async () => {
  const { tenant, client } = await customerWithClient({ users: 800, groups: 30 });
  const users = new Map<string, Item>();
  const edges = new Set<string>();
  const groups = new Set<string>();
  const seeUser = (item: Item) => (item['@removed'] ? users.delete(item.id) : users.set(item.id, item));
  const seeGroup = (item: Item) => {
    if (item['@removed']) {
      groups.delete(item.id);
      for (const edge of edges) if (edge.startsWith(item.id)) edges.delete(edge);
      return;
    }
    groups.add(item.id);
    for (const member of item['members@delta'] ?? []) {
      const edge = `${item.id} ${member.id}`;
      member['@removed'] ? edges.delete(edge) : edges.add(edge);
    }
  };

  await withCanonicalLinks(async () => {
    let usersLink = '/users/delta?$select=id,displayName,userPrincipalName,accountEnabled';
    let groupsLink = '/groups/delta?$select=id,displayName,members';
    let fullPassPages = 0;
    for (let round = 0; round < 4; round += 1) {
      usersLink = await deltaRound(client, usersLink, seeUser);
      groupsLink = await deltaRound(client, groupsLink, seeGroup);
      const known = [...users.values()].map(({ id, displayName, accountEnabled }) => ({ id, displayName, accountEnabled }));
      const real = (await truth<Item>(tenant, 'users')).map(({ id, displayName, accountEnabled }) => ({
        id,
        displayName,
        accountEnabled,
      }));
      const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id);
      expect(known.toSorted(byId)).toEqual(real.toSorted(byId));
      expect([...groups].toSorted()).toEqual((await truth<Item>(tenant, 'groups')).map(({ id }) => id).toSorted());
      const realEdges = await truth<{ groupId: string; memberId: string }>(tenant, 'members');
      expect([...edges].toSorted()).toEqual(realEdges.map(({ groupId, memberId }) => `${groupId} ${memberId}`).toSorted());
      await control('POST', `/tenants/${tenant.tenantId}/churn`, { changes: 200, seed: round });
      const counted = emulator.world.requests.counter(tenant.tenantId, 'fullPassPages');
      if (round === 0) fullPassPages = counted;
      expect(counted).toBe(fullPassPages);
    }
    expect(fullPassPages).toBeGreaterThanOrEqual(5);
  });
  expect(emulator.world.requests.counter(tenant.tenantId, 'deltaPages')).toBeGreaterThanOrEqual(6);
});

it('a lost delta link reaches the client as 410', async () => {
  const { tenant, client } = await customerWithClient({});
  await withCanonicalLinks(async () => {
    const link = await deltaRound(client, '/users/delta', () => {});
    await control('POST', `/tenants/${tenant.tenantId}/graph/lose-delta`);
    const lost = (await client
      .api(link)
      .get()
      .catch((error) => error)) as GraphError;
    expect(lost.statusCode).toBe(410);
    expect(lost.headers?.get('location')).toContain('/v1.0/users/delta?');
  });
});

it('a tenant of a million users counts, pages and finds its last user', async () => {
  const { tenant, client } = await customerWithClient({ users: 1_000_000 });
  expect(await client.api('/users/$count').header('ConsistencyLevel', 'eventual').get()).toBe('1000000');
  const last = tenant.directory.userIdAt(999_999);
  expect((await client.api(`/users/${last}?$select=id`).get()).id).toBe(last);
});

import { addCustomer, type NewCustomer } from '../customers/add-customer.ts';
import { addRegistrations, directoryRegistrationClientId, homeTenantId } from '../customers/registrations.ts';
import { issueAppToken } from '../entra/access-token.ts';
import { grantWholeList } from '../entra/grant.ts';
import { createEmulatorApp } from '../server.ts';
import { createClock } from '../world/clock.ts';
import { createWorld } from '../world/create-world.ts';
import { createRequestLog } from '../world/request-log.ts';
import type { World } from '../world/world.ts';

/** A page or an error, as loosely as a test wants to look at it. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
export type Body = any;

const baseUrl = 'http://localhost:4000';
let firstWorld: Promise<World> | undefined;

/** A new world, but for the signing keys: making those takes longer than most tests. */
async function emptyWorld(): Promise<World> {
  firstWorld ??= createWorld({ baseUrl, homeTenantId, seed: 1 });
  const clock = createClock();
  const fresh = { registrations: new Map(), tenants: new Map(), faults: [], requests: createRequestLog(clock.now), clock };
  const throttle = { appThrottle: { scale: 1, retryAfterSeconds: null, reportsPerTenSeconds: null }, appBuckets: new Map() };
  return { ...(await firstWorld), ...fresh, ...throttle };
}

/** The emulator without a network: one consented customer, and requests to Graph and to the controls of that customer. */
export async function graphUnderTest(customer: NewCustomer = {}, permissions?: string[]) {
  const world = await emptyWorld();
  addRegistrations(world);
  const registration = world.registrations.get(directoryRegistrationClientId);
  if (!registration) throw new Error('The directory registration is missing.');
  if (permissions) registration.requiredAppRoles = permissions;
  const tenant = addCustomer(world, { tenantId: 'c00000aa-0000-4000-8000-000000000001', ...customer });
  const principal = grantWholeList(world, tenant, registration);
  const app = createEmulatorApp(world);
  const issue = async () => {
    const options = { tenantId: tenant.tenantId, principal, resource: 'https://graph.microsoft.com', wantsCae: false };
    return (await issueAppToken(world, { ...options, authenticatedBy: 'secret' })).token;
  };
  let token = await issue();

  return {
    world,
    tenant,
    principal,
    async get(
      pathOrLink: string,
      headers: Record<string, string> = {},
      method = 'GET',
      sent?: object | string,
    ): Promise<{ status: number; headers: Headers; text: string; body: Body }> {
      const path = pathOrLink.startsWith(baseUrl) ? pathOrLink.slice(baseUrl.length) : `/v1.0${pathOrLink}`;
      const body = typeof sent === 'object' ? JSON.stringify(sent) : sent;
      const init = { method, headers: { authorization: `Bearer ${token}`, ...headers }, ...(body === undefined ? {} : { body }) };
      const response = await app.request(path, init);
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.startsWith('application/json');
      return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
    },
    /** A control of this customer, e.g. `('post', '/users', {})`. */
    async control(
      method: 'get' | 'post' | 'patch' | 'delete',
      path: string,
      input?: object,
    ): Promise<{ status: number; text: string; body: Body }> {
      const init = { method: method.toUpperCase(), ...(input ? { body: JSON.stringify(input) } : {}) };
      const response = await app.request(`/_emulator/tenants/${tenant.tenantId}${path}`, init);
      const text = await response.text();
      return {
        status: response.status,
        text,
        body: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text.split('\n')[0] ?? '') : undefined,
      };
    },
    /** What is in the tenant now, by the emulator's own account. */
    async truth(what: string): Promise<Body[]> {
      const { text } = await this.control('get', `/truth/${what}`);
      return text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line));
    },
    /** Lets time pass and takes a new token, as the old one may have expired. */
    async advance(ms: number): Promise<void> {
      world.clock.advance(ms);
      token = await issue();
    },
    async renewToken(): Promise<void> {
      token = await issue();
    },
    counter: (name: string) => world.requests.counter(tenant.tenantId, name),
  };
}

export type GraphUnderTest = Awaited<ReturnType<typeof graphUnderTest>>;

/** Every page from a path or link on, following next links. */
export async function pagesFrom(graph: GraphUnderTest, start: string, headers: Record<string, string> = {}): Promise<Body[]> {
  const pages: Body[] = [];
  for (let link: string | undefined = start; link !== undefined; link = pages.at(-1)['@odata.nextLink']) {
    const { status, body, text } = await graph.get(link, headers);
    if (status !== 200) throw new Error(`${status} ${text}`);
    pages.push(body);
  }
  return pages;
}

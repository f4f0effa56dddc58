import { createTestDatabase, type TestDatabase } from '@tenantry/db/testing';
import { startEmulator } from '@tenantry/emulator';
import { inject } from 'vitest';
import { services } from '../server/services.ts';
import { cookieHeader } from './cookie-header.ts';
import { portalEnvironment, setPortalEnvironment } from './portal-settings.ts';

type Emulator = Awaited<ReturnType<typeof startEmulator>>;

/** The portal's handlers on a database of their own, with an emulator to sign in at. */
export interface HandlersUnderTest {
  emulator: Emulator;
  database: TestDatabase;
  close(): Promise<void>;
}

/** @param changes settings that differ from the usual ones */
export async function startHandlers(changes: Record<string, string> = {}): Promise<HandlersUnderTest> {
  const emulator = await startEmulator({ portalUrl: portalEnvironment.PUBLIC_URL });
  const database = await createTestDatabase();
  setPortalEnvironment({
    DATABASE_URL: database.url,
    REDIS_URL: inject('redisUrl'),
    ENTRA_BASE_URL: emulator.url,
    GRAPH_BASE_URL: emulator.url,
    ...changes,
  });
  return {
    emulator,
    database,
    async close() {
      await services().close();
      // The next ones read their settings anew.
      Reflect.deleteProperty(globalThis, Symbol.for('tenantry.portal.services'));
      await emulator.close();
      await database.drop();
    },
  };
}

/** A browser that keeps the portal's cookies and knows the emulator's pages. Each counts as an address of its own for the rate limits, which test files share. */
interface ConnectVisitor {
  get(handler: (request: Request) => Promise<Response>, path: string): Promise<Response>;
  /** Sends a form from one of our own pages, or from another origin. */
  post(
    handler: (request: Request) => Promise<Response>,
    path: string,
    fields?: Record<string, string>,
    origin?: string,
  ): Promise<Response>;
  /** Goes through the emulator's sign-in and consent pages as one person, up to the address it sends the browser back to. */
  throughEmulator(from: Response, username: string): Promise<string>;
  cookie(): string;
}

export function createConnectVisitor(): ConnectVisitor {
  const jar = new Map<string, string>();
  const address = crypto.randomUUID();

  async function send(handler: (request: Request) => Promise<Response>, path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('cookie', [...jar.values()].join('; '));
    headers.set('x-forwarded-for', address);
    const response = await handler(new Request(new URL(path, portalEnvironment.PUBLIC_URL), { ...init, headers }));
    for (const line of response.headers.getSetCookie()) {
      const name = line.slice(0, line.indexOf('='));
      jar.delete(name);
      const kept = cookieHeader([line]);
      if (kept !== '') jar.set(name, kept);
    }
    return response;
  }

  return {
    get: (handler, path) => send(handler, path, {}),
    post: (handler, path, fields = {}, origin = portalEnvironment.PUBLIC_URL) =>
      send(handler, path, { method: 'POST', body: new URLSearchParams(fields), headers: { origin } }),
    throughEmulator: (from, username) => walk(from.headers.get('location') ?? '', username),
    cookie: () => [...jar.values()].join('; '),
  };
}

/** Follows the emulator's redirects and presses, on each page, the one button that goes on. */
async function walk(start: string, username: string): Promise<string> {
  const { origin } = new URL(start);
  const jar = new Map<string, string>();
  let url = start;
  let body: URLSearchParams | null = null;
  for (let step = 0; step < 12; step++) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer: Response = await fetch(url, { method: body ? 'POST' : 'GET', body, headers: { cookie }, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    const html = await answer.text();
    const location = answer.headers.get('location');
    if (location !== null) {
      url = new URL(location, url).href;
      body = null;
      if (!url.startsWith(origin)) return url;
      continue;
    }
    const person = new RegExp(`name="oid" value="([^"]+)"(?:(?!</button>)[\\s\\S])*${username.replaceAll('.', '\\.')}`).exec(
      html,
    )?.[1];
    const field: Record<string, string> = person === undefined ? { decision: 'accept' } : { oid: person };
    const action = /<form method="post" action="([^"]+)"/.exec(html)?.[1];
    if (action === undefined) throw new Error(`The emulator shows a page without a way on: ${html.slice(0, 2000)}`);
    url = new URL(action, url).href;
    body = new URLSearchParams(field);
  }
  throw new Error('The emulator does not send the browser back.');
}

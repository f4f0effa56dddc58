import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { createControlApp } from './control/app.ts';
import { createEntraApp } from './entra/app.ts';
import { createGraphApp } from './graph/app.ts';
import { logPage } from './pages/log-page.ts';
import { startPage } from './pages/start-page.ts';
import type { EmulatorEnv, RequestNote } from './world/request-log.ts';
import type { World } from './world/world.ts';

/** Everything the emulator answers, on one origin: pages, controls, Graph, sign-in. */
export function createEmulatorApp(world: World): Hono<EmulatorEnv> {
  const app = new Hono<EmulatorEnv>();

  app.use(async (c, next) => {
    const note: RequestNote = { kind: 'unknown', tenantId: null, clientId: null, detail: null };
    c.set('note', note);
    await next();
    const { kind, tenantId, clientId, detail } = note;
    world.requests.record({ kind, tenantId, clientId, method: c.req.method, path: c.req.path, status: c.res.status, detail });
  });

  app.get('/', (c) => {
    c.get('note').kind = 'page';
    return c.html(startPage(world));
  });
  // Browsers ask for it by themselves, and would report its absence as a fault of the page.
  app.get('/favicon.ico', (c) => {
    c.get('note').kind = 'page';
    return c.body(null, 204);
  });
  app.get('/log', (c) => {
    c.get('note').kind = 'page';
    const tenantId = c.req.query('tenantId');
    return c.html(logPage(world.requests.query({ limit: 200, ...(tenantId === undefined ? {} : { tenantId }) })));
  });
  app.route('/_emulator', createControlApp(world));
  app.route('/v1.0', createGraphApp(world));
  app.route('/', createEntraApp(world));

  app.notFound((c) =>
    c.json({ error: { code: 'NotImplemented', message: `The emulator does not imitate ${c.req.method} ${c.req.path}.` } }, 404),
  );
  app.onError((error, c) => {
    console.error(error);
    return c.json({ error: { code: 'EmulatorFault', message: String(error) } }, 500);
  });
  return app;
}

/** A listening server: its port, and a `close` that ends hanging requests too. */
export interface Listening {
  port: number;
  close(): Promise<void>;
}

/** Listens. Port 0 takes a free one. With `tls` it speaks https. */
export async function listen(
  app: Pick<Hono<EmulatorEnv>, 'fetch'>,
  options: { port: number; tls: { key: string; cert: string } | null; listenOn: string },
): Promise<Listening> {
  const made = options.tls
    ? createAdaptorServer({ fetch: app.fetch, createServer: createHttpsServer, serverOptions: options.tls })
    : createAdaptorServer({ fetch: app.fetch, createServer: createHttpServer });
  const server = made as Server;
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    // `localhost` may resolve to ::1 alone, where clients that ask for 127.0.0.1 find nobody.
    server.listen(options.port, options.listenOn, done);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

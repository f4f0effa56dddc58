import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as it came over the wire. */
export interface Asked {
  path: string;
  form: URLSearchParams;
}

/** `body` is sent as it is when it is text, else as JSON. */
export type Reply = { status?: number; headers?: Record<string, string>; body?: unknown } | 'hang' | 'reset';

export interface LocalServer {
  url: string;
  asked: Asked[];
  close(): Promise<void>;
}

/** A server on loopback that answers as it is told, and remembers what it was asked. */
export async function startLocalServer(reply: (asked: Asked) => Reply | Promise<Reply>): Promise<LocalServer> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const one = { path: pathname, form: new URLSearchParams(await text(request)) };
    asked.push(one);
    const answer = await reply(one);
    if (answer === 'hang') return;
    if (answer === 'reset') return void request.socket.destroy();
    const { status = 200, headers = {}, body = '' } = answer;
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

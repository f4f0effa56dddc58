import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { createGraph, type GraphOptions, type TenantOptions } from './index.ts';

interface Asked {
  /** Path and query. */
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

type Handler = (asked: Asked, response: ServerResponse, nth: number) => void;

/** A server on loopback that answers as the test says, and access to it; both end with the test. For tests only. */
export async function onLoopback(handler: Handler, tenant: Partial<TenantOptions> = {}, options: Partial<GraphOptions> = {}) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const entry = { url: request.url ?? '', headers: request.headers, body: await text(request) };
    handler(entry, response, asked.push(entry));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const graph = createGraph({ baseUrl: url, ...options }).forTenant({ getToken: async () => 'token', ...tenant });
  return { url, v1: `${url}/v1.0`, asked, graph };
}

export function sendJson(response: ServerResponse, body: unknown, status = 200, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Graph's documented error body. */
export function sendError(response: ServerResponse, status: number, code: string, headers: Record<string, string> = {}): void {
  sendJson(
    response,
    { error: { code, message: 'Words for people.', innerError: { date: '2026-01-01T00:00:00' } } },
    status,
    headers,
  );
}

import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isLoopback } from '../microsoft-cloud.ts';
import { SettingsError } from '../read-settings.ts';
import { bearsToken } from './bearer-token.ts';

/** The content type of the text format that Prometheus reads. */
export const metricsContentType = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * Serves `/metrics` and nothing else. Without a token it listens on loopback alone, and answers only who calls it by a loopback name, so that a
 * page in a browser of this machine cannot read it under a name of its own.
 *
 * @param options.port 0 for any that is free
 * @throws SettingsError when the port is taken
 */
export async function serveMetrics(options: {
  port: number;
  token: string | undefined;
  text: () => Promise<string>;
}): Promise<{ port: number; close(): Promise<void> }> {
  const { port, token, text } = options;
  const allowed = ({ headers }: IncomingMessage) =>
    token === undefined ? isLoopbackHost(headers.host) : bearsToken(headers.authorization, token);

  const server = createServer((request, response) => {
    const answer = (status: number, body: string, headers: Record<string, string> = {}) =>
      response
        .writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers })
        .end(body);
    if (request.url?.split('?')[0] !== '/metrics') return answer(404, 'not found\n');
    if (request.method !== 'GET') return answer(405, 'not allowed\n', { allow: 'GET' });
    if (!allowed(request)) return answer(401, 'METRICS_TOKEN is needed\n', { 'www-authenticate': 'Bearer' });
    text().then(
      (body) => answer(200, body, { 'content-type': metricsContentType }),
      () => answer(500, 'the metrics could not be read\n'),
    );
  });
  try {
    server.listen(port, token === undefined ? '127.0.0.1' : undefined);
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new SettingsError(['METRICS_PORT is taken: each worker of a machine needs its own']);
  }
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Whether a `Host` header names this machine by a loopback name. */
export function isLoopbackHost(host: string | null | undefined): boolean {
  const address = `http://${host ?? ''}`;
  return URL.canParse(address) && isLoopback(address);
}

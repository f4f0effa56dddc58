import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createSelfSignedCertificate } from './self-signed-certificate.ts';

/** A proxy that ends TLS in front of a portal, as a careless one would be set up. */
export interface TlsProxy {
  port: number;
  /** Everything that came back through it so far, headers and text. */
  answers(): string;
  close(): Promise<void>;
}

/**
 * Speaks https on a free port of loopback and hands everything to a plain portal, under a host name of its own and with a false
 * X-Forwarded-Host.
 */
export async function startTlsProxy(wish: { portalPort: number; innerHost: string; falseHost: string }): Promise<TlsProxy> {
  const answers: string[] = [];
  const server = createServer(createSelfSignedCertificate(), (incoming, outgoing) => {
    const headers = {
      ...incoming.headers,
      host: wish.innerHost,
      'x-forwarded-host': wish.falseHost,
      'x-forwarded-proto': 'https',
    };
    // What is compressed could not be looked through.
    delete headers['accept-encoding'];
    const { method, url: path } = incoming;
    const inner = request({ host: '127.0.0.1', port: wish.portalPort, method, path, headers }, (answer) => {
      answers.push(answer.rawHeaders.join('\n'));
      answer.on('data', (chunk: Buffer) => answers.push(chunk.toString()));
      outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(outgoing);
    });
    inner.on('error', () => outgoing.destroy());
    outgoing.on('close', () => inner.destroy());
    incoming.pipe(inner);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    answers: () => answers.join('\n'),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

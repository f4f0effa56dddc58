import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';

/** A span as it arrived, its attributes as plain values. */
export interface ReceivedSpan {
  service: string;
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId: string;
  attributes: Record<string, unknown>;
  links: { traceId: string; spanId: string }[];
  /** 2 is an error. */
  status: number;
}

interface Attribute {
  key: string;
  value: Record<string, unknown>;
}

interface Export {
  resourceSpans: {
    resource: { attributes: Attribute[] };
    scopeSpans: {
      spans: (Omit<ReceivedSpan, 'attributes' | 'status' | 'links'> & {
        attributes: Attribute[];
        links?: { traceId: string; spanId: string }[];
        status?: { code?: number };
      })[];
    }[];
  }[];
}

/** Takes traces in as OTLP over HTTP with JSON ("OpenTelemetry Protocol Specification", OTLP/HTTP). */
export async function startTraceReceiver() {
  const spans: ReceivedSpan[] = [];
  let raw = '';
  const server = createServer(async (request, response) => {
    const zipped = request.headers['content-encoding'] === 'gzip';
    const chunks: Buffer[] = [];
    if (zipped) for await (const chunk of request) chunks.push(chunk);
    const body = zipped ? gunzipSync(Buffer.concat(chunks)).toString() : await text(request);
    if (request.url !== '/v1/traces' || !request.headers['content-type']?.startsWith('application/json')) {
      response.writeHead(400).end();
      return;
    }
    raw += body;
    for (const { resource, scopeSpans } of (JSON.parse(body) as Export).resourceSpans) {
      const service = String(plain(resource.attributes)['service.name']);
      for (const span of scopeSpans.flatMap((scope) => scope.spans)) {
        const { name, traceId, spanId, parentSpanId = '' } = span;
        const links = (span.links ?? []).map((link) => ({ traceId: link.traceId, spanId: link.spanId }));
        const status = span.status?.code ?? 0;
        spans.push({ service, name, traceId, spanId, parentSpanId, attributes: plain(span.attributes), links, status });
      }
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    /** Everything that arrived, to search for what must not be in it. */
    raw: () => raw,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function plain(attributes: Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}

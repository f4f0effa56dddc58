import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { NodeSDK, tracing } from '@opentelemetry/sdk-node';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { currentTraceparent, detached, inSpan, recordRequest } from './spans.ts';

const exporter = new tracing.InMemorySpanExporter();
const spanProcessors = [new tracing.SimpleSpanProcessor(exporter)];
const sdk = new NodeSDK({ spanProcessors, metricReaders: [], logRecordProcessors: [], autoDetectResources: false });
sdk.start();
afterAll(() => sdk.shutdown());
beforeEach(() => exporter.reset());

const ended = () => exporter.getFinishedSpans();
const named = (name: string) => {
  const span = ended().find((one) => one.name === name);
  if (span === undefined) throw new Error(`no span named ${name} has ended`);
  return span;
};

test('a span is the parent of what happens in it, and its facts leave out what is not known', async () => {
  const answer = await inSpan('outer', { facts: { a: 1, b: null, c: undefined } }, async (span) => {
    span.tell({ d: 'x' });
    recordRequest('asked', { facts: { e: true }, durationMs: 250, failure: null });
    return 42;
  });
  expect(answer).toBe(42);
  expect(named('outer').attributes).toEqual({ a: 1, d: 'x' });
  expect(named('asked')).toMatchObject({
    kind: SpanKind.CLIENT,
    attributes: { e: true },
    parentSpanContext: { spanId: named('outer').spanContext().spanId },
    status: { code: SpanStatusCode.UNSET },
  });
  const [seconds, nanoseconds] = named('asked').duration;
  expect(seconds * 1000 + nanoseconds / 1e6).toBeCloseTo(250, 0);
});

test('an exception passes through and leaves its class, and nothing of its message', async () => {
  class Refused extends Error {
    override readonly name = 'Refused';
  }
  await expect(inSpan('bad', {}, () => Promise.reject(new Refused('s3cret')))).rejects.toThrow('s3cret');
  expect(named('bad')).toMatchObject({ attributes: { 'error.type': 'Refused' }, status: { code: SpanStatusCode.ERROR } });
  expect(named('bad').events).toEqual([]);
  expect(named('bad').status.message).toBeUndefined();
});

test('a root begins a trace of its own, and what is detached belongs to none', async () => {
  await inSpan('around', {}, async () => {
    await inSpan('root', { root: true }, async () => {});
    await detached(() => inSpan('apart', {}, async () => {}));
  });
  expect(new Set(ended().map((span) => span.spanContext().traceId)).size).toBe(3);
  expect(ended().every((span) => span.parentSpanContext === undefined)).toBe(true);
});

test('a link names a span of another trace, never one of its own, and rubbish is none', async () => {
  let origin: string | null = null;
  await inSpan('origin', {}, async () => {
    origin = currentTraceparent();
    await inSpan('child', { link: origin }, async () => {});
  });
  await inSpan('later', { link: origin }, async () => {});
  await inSpan('odd', { link: '00-x-y-zz' }, async () => {});
  expect(origin).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  expect(named('child').links).toEqual([]);
  const { traceId, spanId } = named('origin').spanContext();
  expect(named('later').links).toMatchObject([{ context: { traceId, spanId, isRemote: true } }]);
  expect(named('odd').links).toEqual([]);
  expect(currentTraceparent()).toBeNull();
});

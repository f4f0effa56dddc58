import {
  type Attributes,
  context,
  isSpanContextValid,
  type Link,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';

/** Facts of a span: ids, counts and words of ours. No names, no tokens, no addresses with a query. */
export type Facts = Record<string, string | number | boolean | null | undefined>;

/** A span that is open. */
export interface OpenSpan {
  tell(facts: Facts): void;
  /** The work ended badly without an exception. `kind` is a word of ours. */
  fail(kind: string): void;
}

const tracer = () => trace.getTracer('tenantry');

/**
 * Does some work in a span, which is the parent of what is recorded meanwhile. An exception marks the span by its class alone: its message may
 * hold what a trace must not. While tracing is off this only does the work.
 *
 * @param options.root begins a trace of its own, whatever a stranger's request said of one
 * @param options.link `traceparent` of the span that brought this about, named as a link where it belongs to another trace
 */
export function inSpan<T>(
  name: string,
  options: { facts?: Facts; root?: boolean; link?: string | null },
  work: (span: OpenSpan) => Promise<T>,
): Promise<T> {
  const { root = false } = options;
  const origin = root ? ROOT_CONTEXT : context.active();
  const wish = {
    kind: root ? SpanKind.SERVER : SpanKind.INTERNAL,
    attributes: attributesOf(options.facts ?? {}),
    links: linksTo(options.link ?? null, trace.getSpanContext(origin)),
  };
  return tracer().startActiveSpan(name, wish, origin, async (span) => {
    const fail = (kind: string) => {
      span.setAttribute('error.type', kind);
      span.setStatus({ code: SpanStatusCode.ERROR });
    };
    try {
      return await work({ tell: (facts) => span.setAttributes(attributesOf(facts)), fail });
    } catch (error) {
      fail(error instanceof Error ? error.name : 'unknown');
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Records a request to somebody else that has just ended. @param request.failure a word of ours; null when it went well */
export function recordRequest(name: string, request: { facts: Facts; durationMs: number; failure: string | null }): void {
  const endTime = Date.now();
  const { facts, durationMs, failure } = request;
  const wish = { kind: SpanKind.CLIENT, startTime: endTime - durationMs, attributes: attributesOf(facts) };
  const span = tracer().startSpan(name, wish);
  if (failure !== null) {
    span.setAttribute('error.type', failure);
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end(endTime);
}

/** The present span as `traceparent` writes it (W3C Trace Context, 3.2); null while there is none. */
export function currentTraceparent(): string | null {
  const span = trace.getSpanContext(context.active());
  if (span === undefined || !isSpanContextValid(span)) return null;
  return `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, '0')}`;
}

/** Does some work outside the present span, so that a chain of slips does not become one trace without end. */
export function detached<T>(work: () => T): T {
  return context.with(ROOT_CONTEXT, work);
}

function linksTo(traceparent: string | null, parent: SpanContext | undefined): Link[] {
  const [, traceId, spanId, flags] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || traceId === parent?.traceId) return [];
  return [{ context: { traceId, spanId, traceFlags: Number.parseInt(flags ?? '0', 16), isRemote: true } }];
}

function attributesOf(facts: Facts): Attributes {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null && value !== undefined)) as Attributes;
}

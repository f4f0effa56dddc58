import type { Telemetry } from 'bullmq';
import { BullMQOtel } from 'bullmq-otel';

/** The two steps of a slip's way that a trace shows. BullMQ records every look at an empty lane too, as traces of their own. */
const shown = /^(add|addBulk|process) /;

/**
 * Lets a slip carry the context of the trace it was rung in, and whoever works it off continue that trace (docs.bullmq.io/guide/telemetry).
 */
export function slipTelemetry(): Telemetry {
  const { tracer, contextManager } = new BullMQOtel({ tracerName: 'tenantry-queue' });
  return {
    contextManager,
    tracer: {
      startSpan: (name, options, context) => (shown.test(name) ? tracer.startSpan(name, options, context) : hidden),
    },
  };
}

const nothing = () => {};

/** A span that is none: what happens in it belongs to the span around it. */
const hidden: ReturnType<Telemetry['tracer']['startSpan']> = {
  setSpanOnContext: (context) => context,
  setAttribute: nothing,
  setAttributes: nothing,
  addEvent: nothing,
  recordException: nothing,
  end: nothing,
};

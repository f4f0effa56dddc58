import { setTimeout as delay } from 'node:timers/promises';
import { DiagLogLevel, diag } from '@opentelemetry/api';
import type { NodeSDKConfiguration } from '@opentelemetry/sdk-node';
import type { Log } from './log.ts';

/** The settings that traces are switched on with; every other OTEL_* variable of the SDK works too. */
export interface TracingSettings {
  OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined;
  OTEL_TRACES_EXPORTER?: string | undefined;
  /** Share of the traces that are kept, 0 to 1; all of them unless given. */
  OTEL_TRACES_SAMPLER_ARG?: number | undefined;
}

/** How long the end of a process waits for a receiver that does not answer. */
const longestGoodbyeMs = 3000;

/** Whether the settings ask for traces. */
export function isTraced({ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_EXPORTER }: TracingSettings): boolean {
  if (OTEL_TRACES_EXPORTER === 'none') return false;
  return OTEL_EXPORTER_OTLP_ENDPOINT !== undefined || OTEL_TRACES_EXPORTER !== undefined;
}

/**
 * Sends the spans of this process to where the settings say. While they say nothing, the SDK is not even loaded.
 *
 * The SDK reads the OTEL_* variables from the environment by itself ("OpenTelemetry Environment Variable Specification"). Only traces are sent:
 * logs go to the standard output, and metrics are asked for by Prometheus.
 *
 * @param options.serviceName `tenantry-portal` or `tenantry-worker`
 * @returns sends what is left and stops, within three seconds; never rejects
 */
export async function startTelemetry(options: {
  serviceName: string;
  settings: TracingSettings;
  log: Log;
}): Promise<() => Promise<void>> {
  const { serviceName, settings, log } = options;
  if (!isTraced(settings)) return async () => {};
  const { NodeSDK, core, resources, tracing } = await import('@opentelemetry/sdk-node');
  // Whether a trace is kept follows from its id, so that all processes decide alike.
  const share = new tracing.TraceIdRatioBasedSampler(settings.OTEL_TRACES_SAMPLER_ARG ?? 1);
  const sdk = new NodeSDK({
    serviceName,
    resourceDetectors: [resources.envDetector, resources.hostDetector],
    sampler: withoutNext(share, tracing.SamplingDecision.NOT_RECORD),
    // No baggage: what a stranger's request carries would travel on.
    textMapPropagator: new core.W3CTraceContextPropagator(),
    metricReaders: [],
    logRecordProcessors: [],
  });
  const tell = (message: string) => log.warn({ telemetry: message.slice(0, 500) }, 'OpenTelemetry is in trouble');
  diag.setLogger({ error: tell, warn: tell, info() {}, debug() {}, verbose() {} }, { logLevel: DiagLogLevel.WARN });
  sdk.start();
  return async () => {
    const patience = new AbortController();
    const late = delay(longestGoodbyeMs, 'late', { signal: patience.signal }).catch(() => 'over');
    const sent = sdk.shutdown().then(
      () => 'sent',
      () => 'failed',
    );
    const end = await Promise.race([sent, late]);
    patience.abort();
    if (end !== 'sent') log.warn({ end }, 'the last traces were not sent');
  };
}

type Sampler = NodeSDKConfiguration['sampler'];

/** Next records each request with its whole address, and the query of a callback holds codes and states. */
function withoutNext(sampler: Sampler, notRecord: ReturnType<Sampler['shouldSample']>['decision']): Sampler {
  return {
    shouldSample: (context, traceId, name, kind, attributes, links) =>
      'next.span_type' in attributes
        ? { decision: notRecord }
        : sampler.shouldSample(context, traceId, name, kind, attributes, links),
    toString: () => `${sampler}, without Next`,
  };
}

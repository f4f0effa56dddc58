import { serveMetrics } from './serve-metrics.ts';
import type { WorkerMeter } from './worker-metrics.ts';

const nothing = () => {};

/** Counts nothing, where nobody asks. */
const silent: WorkerMeter = { slice: nothing, failure: nothing, pages: nothing, graphCall: nothing, tokenRequest: nothing };

/**
 * The metrics of a worker, served on `METRICS_PORT`. While that is not set nothing is counted, and the library is not even loaded.
 *
 * @param options.running how many slices are under way
 * @throws SettingsError when the port is taken
 */
export async function startWorkerMetrics(options: {
  settings: { METRICS_PORT?: number | undefined; METRICS_TOKEN?: string | undefined };
  running: () => number;
}): Promise<{ meter: WorkerMeter; close(): Promise<void> }> {
  const { METRICS_PORT: port, METRICS_TOKEN: token } = options.settings;
  if (port === undefined) return { meter: silent, close: async () => {} };
  const { createWorkerMetrics } = await import('./worker-metrics.ts');
  const { meter, registry } = createWorkerMetrics(options.running);
  const { close } = await serveMetrics({ port, token, text: () => registry.metrics() });
  return { meter, close };
}

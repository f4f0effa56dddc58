import type { Registry } from 'prom-client';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry as NewRegistry } from 'prom-client';

/** What a worker counts of itself. Labels hold words out of closed lists: never a tenant, a name or an address. */
export interface WorkerMeter {
  /** @param slice.outcome how it ended, as a word: succeeded, partial, more, wait, … */
  slice(slice: { job: string; outcome: string; durationMs: number }): void;
  /** @param failure.domain an error domain */
  failure(failure: { job: string; domain: string }): void;
  pages(pages: { job: string; pages: number; rows: number }): void;
  /** @param call.status null when no answer came. @param call.units what it took of the quota */
  graphCall(call: { status: number | null; units: number; durationMs: number }): void;
  /** @param request.outcome `issued`, or why no token was */
  tokenRequest(request: { outcome: string }): void;
}

/** The metrics of one worker process. @param running how many slices are under way at this moment */
export function createWorkerMetrics(running: () => number): { meter: WorkerMeter; registry: Registry } {
  const registry = new NewRegistry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Counter({ name, help, labelNames, registers });

  const slices = counter('tenantry_slices_ended_total', 'Slices of runs that ended, by how.', 'job', 'outcome');
  const failures = counter('tenantry_slice_failures_total', 'Slices that ended in a failure, by error domain.', 'job', 'domain');
  const pages = counter('tenantry_pages_written_total', 'Pages that were committed.', 'job');
  const rows = counter('tenantry_page_rows_total', 'Objects on the pages that were committed.', 'job');
  const requests = counter('tenantry_graph_requests_total', 'Requests to Microsoft Graph, by class of status.', 'status');
  const throttled = counter('tenantry_graph_throttled_total', 'Requests that Microsoft Graph answered with 429.');
  const units = counter('tenantry_graph_resource_units_total', 'Resource units that requests to Microsoft Graph took.');
  const tokens = counter('tenantry_token_requests_total', 'Requests for app-only tokens, by outcome.', 'outcome');
  const sliceSeconds = new Histogram({
    name: 'tenantry_slice_duration_seconds',
    help: 'How long slices took.',
    labelNames: ['job'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30],
    registers,
  });
  const requestSeconds = new Histogram({
    name: 'tenantry_graph_request_duration_seconds',
    help: 'How long Microsoft Graph took for an answer.',
    buckets: [0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  new Gauge({
    name: 'tenantry_slices_running',
    help: 'Slices under way in this worker.',
    registers,
    collect() {
      this.set(running());
    },
  });

  const meter: WorkerMeter = {
    slice: ({ job, outcome, durationMs }) => {
      slices.inc({ job, outcome });
      sliceSeconds.observe({ job }, durationMs / 1000);
    },
    failure: (labels) => failures.inc(labels),
    pages: ({ job, ...written }) => {
      pages.inc({ job }, written.pages);
      rows.inc({ job }, written.rows);
    },
    graphCall: ({ status, units: taken, durationMs }) => {
      requests.inc({ status: status === null ? 'none' : `${Math.floor(status / 100)}xx` });
      if (status === 429) throttled.inc();
      units.inc(taken);
      requestSeconds.observe(durationMs / 1000);
    },
    tokenRequest: (labels) => tokens.inc(labels),
  };
  return { meter, registry };
}

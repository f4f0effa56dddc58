import type { Claim, RunProgress, SliceEnd } from '@tenantry/domain';
import type { TokenRequest } from '@tenantry/entra/tokens';
import type { GraphCall } from '@tenantry/graph';
import { type Facts, inSpan, recordRequest, type WorkerMeter } from '@tenantry/runtime';

/** What traces and metrics learn of a worker's work. Costs nothing worth naming while both are off. */
export interface Observer {
  /** Does one slice in a span of its own, which links to whoever began the run: a run may last hours, a trace may not. */
  slice(claim: Claim, work: () => Promise<SliceEnd>): Promise<SliceEnd>;
  /** A position was committed, mostly after a page. */
  page(claim: Claim, progress: RunProgress): void;
  call(call: GraphCall, claim: Claim): void;
  token(request: TokenRequest): void;
}

/** @param knownJobs jobs this worker knows; a run of any other is counted as `unknown` */
export function createObserver(meter: WorkerMeter, knownJobs: readonly string[]): Observer {
  /** How far each slice under way was at its page before. */
  const standings = new WeakMap<Claim, RunProgress | null>();
  const jobOf = ({ job }: Claim) => (knownJobs.includes(job) ? job : 'unknown');

  return {
    slice: (claim, work) => {
      const startedAt = performance.now();
      const job = jobOf(claim);
      const done = (outcome: string) => meter.slice({ job, outcome, durationMs: performance.now() - startedAt });
      return inSpan(`run ${job}`, { facts: factsOf(claim), link: claim.traceparent }, async (span) => {
        try {
          const end = await work();
          const outcome = outcomeOf(end);
          span.tell({ 'tenantry.outcome': outcome });
          if (end.kind === 'fail') {
            const { domain, code } = end.failure;
            span.tell({ 'tenantry.error.domain': domain });
            span.fail(code);
            meter.failure({ job, domain });
          }
          done(outcome);
          return end;
        } catch (error) {
          done('lost');
          throw error;
        }
      });
    },
    page: (claim, progress) => {
      const before = standings.get(claim) ?? (claim.progress as RunProgress | null);
      standings.set(claim, progress);
      // A run that began again counts from nothing.
      const pages = progress.pages - (before !== null && before.pages <= progress.pages ? before.pages : 0);
      const rows = progress.done - (before?.phase === progress.phase && before.done <= progress.done ? before.done : 0);
      meter.pages({ job: jobOf(claim), pages, rows });
    },
    call: (call, claim) => {
      const { method, path, status, failure, throttle, cost, durationMs } = call;
      const units = throttle.units ?? cost.units;
      meter.graphCall({ status, units, durationMs });
      recordRequest(`Graph ${method} ${path}`, {
        facts: {
          'tenantry.tenant_id': claim.tenantId,
          'http.request.method': method,
          'url.template': path,
          'http.response.status_code': status,
          'tenantry.graph.request_id': call.requestId,
          'tenantry.graph.client_request_id': call.clientRequestId,
          'tenantry.graph.resource_units': units,
        },
        durationMs,
        failure: failure ?? (status !== null && status >= 400 ? String(status) : null),
      });
    },
    token: ({ tenantId, outcome, status, aadsts, correlationId, durationMs }) => {
      meter.tokenRequest({ outcome });
      recordRequest('token request', {
        facts: {
          'tenantry.tenant_id': tenantId,
          'http.response.status_code': status,
          'tenantry.entra.aadsts': aadsts,
          'tenantry.entra.correlation_id': correlationId,
        },
        durationMs,
        failure: outcome === 'issued' ? null : outcome,
      });
    },
  };
}

function factsOf({ tenantId, job, runId, slice }: Claim): Facts {
  return { 'tenantry.tenant_id': tenantId, 'tenantry.job': job, 'tenantry.run_id': runId, 'tenantry.slice': slice };
}

function outcomeOf(end: SliceEnd): string {
  if (end.kind === 'done') return end.state;
  return end.kind === 'fail' ? 'failed' : end.kind;
}

import type { ErrorDomain } from '../errors/error-domains.ts';

/** A failure of Entra, Graph or ourselves, already put in its domain. */
export interface Failure {
  domain: ErrorDomain;
  /** Code of the error catalogue. */
  code: string;
  message: string;
  detail: { status?: number; graphCode?: string; aadsts?: number; requestId?: string; correlationId?: string; traceId?: string };
  /** The wait that was asked for; absent when none was named. */
  retryAfterMs?: number;
  /** Whom a throttle concerns: the tenant, or our app in all tenants. */
  scope?: 'tenant' | 'application';
}

export type FailureOutcome =
  | { kind: 'wait'; delayMs: number; countsAsAttempt: boolean; parks: 'nobody' | 'tenant' | 'fleet' }
  | { kind: 'hold'; reason: string }
  | { kind: 'fail' };

const second = 1000;
const minute = 60 * second;

function doubling(firstMs: number, attempt: number, capMs: number): number {
  return Math.min(firstMs * 2 ** Math.min(attempt, 20), capMs);
}

/**
 * What a failure does to the run. The one place where a domain becomes a consequence.
 *
 * @param attempt failures since the last page that was written, this one not counted
 * @param spread between 0 and 1; takes runs that failed together apart again
 */
export function failureOutcome(failure: Failure, attempt: number, spread: number): FailureOutcome {
  const later = (firstMs: number, capMs: number, attempts: number): FailureOutcome =>
    attempt + 1 >= attempts
      ? { kind: 'fail' }
      : {
          kind: 'wait',
          delayMs: Math.max(failure.retryAfterMs ?? 0, doubling(firstMs, attempt, capMs)) * (1 + spread / 5),
          countsAsAttempt: true,
          parks: 'nobody',
        };
  switch (failure.domain) {
    case 'our-credential':
      return { kind: 'hold', reason: 'credential-broken' };
    case 'throttled':
      return {
        kind: 'wait',
        // Without a Retry-After the wait grows from one second to five minutes (concepts/throttling.md), so the attempt counts here and never fails the run.
        delayMs:
          failure.retryAfterMs === undefined
            ? doubling(second, attempt, 5 * minute) * (1 + spread / 5)
            : failure.retryAfterMs + spread * second,
        countsAsAttempt: failure.retryAfterMs === undefined,
        parks: failure.scope === 'application' ? 'fleet' : failure.scope === 'tenant' ? 'tenant' : 'nobody',
      };
    case 'consent':
    case 'permission':
      // A proof is rung at the same time: when the grant is gone it holds this run before the attempts are used up.
      return later(20 * second, 5 * minute, 6);
    case 'conditional-access':
      return later(5 * minute, 30 * minute, 3);
    case 'microsoft-outage':
      return later(5 * second, 5 * minute, 10);
    case 'our-bug':
      return later(10 * second, minute, 3);
    case 'licence':
    case 'tenant-gone':
      return { kind: 'fail' };
  }
}

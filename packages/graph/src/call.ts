import type { Cost } from './cost.ts';
import type { GraphErrorCode } from './graph-error.ts';
import { readRetryAfter } from './retry-after.ts';

/** What Graph said of its quotas in an answer. */
export interface Throttle {
  /** What the request cost (`x-ms-resource-unit`); null when Graph did not say. */
  units: number | null;
  /** Share of the limit in use (`x-ms-throttle-limit-percentage`), sent by Graph from 0.8 up to 1.8. */
  limitPercentage: number | null;
  /** The wait that was asked for; null when none was named. */
  retryAfterMs: number | null;
  /** Who is throttled: the app in this tenant (or the tenant as a whole), or the app in all tenants. */
  scope: 'tenant' | 'application' | null;
}

/** One request that was sent, for accounting, logs and traces. Holds no query and no id out of a directory. */
export interface GraphCall {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Below the host, `{id}` in the place of every id. */
  path: string;
  /** HTTP status; null when no whole answer came, and `failure` says why. */
  status: number | null;
  failure: GraphErrorCode | null;
  /** Graph's own id of the request. */
  requestId: string | null;
  clientRequestId: string;
  /** What it was expected to cost. A batch costs nothing by itself, its items do. */
  cost: Cost;
  /** From sending until the whole body was read; for an item of a batch, that of the batch. */
  durationMs: number;
  throttle: Throttle;
}

/** Source: Microsoft Graph throttling guidance, response headers. */
export function readThrottle(headers: Headers, now: Date): Throttle {
  return {
    units: readNumber(headers.get('x-ms-resource-unit')),
    limitPercentage: readNumber(headers.get('x-ms-throttle-limit-percentage')),
    retryAfterMs: readRetryAfter(headers.get('retry-after'), now),
    scope: readScope(headers.get('x-ms-throttle-scope')),
  };
}

/** `<Tenant_Application|Tenant|Application>/<Read|Write|ReadWrite>/…` */
function readScope(header: string | null): Throttle['scope'] {
  const scope = header?.split('/')[0]?.trim().toLowerCase();
  if (scope === 'application') return 'application';
  return scope === 'tenant' || scope === 'tenant_application' ? 'tenant' : null;
}

function readNumber(header: string | null): number | null {
  const value = Number(header?.trim() || Number.NaN);
  return Number.isFinite(value) && value >= 0 ? value : null;
}

/** The path of a request with `{id}` for whatever may be an id, a domain or a key, so that calls of one kind count together. */
export function templateOf(path: string): string {
  const known = /^(v1\.0|microsoft\.graph\.\w+)$/;
  const templated = (segment: string) => (/[\d.@%]/.test(segment) && !known.test(segment) ? '{id}' : segment);
  // Keys of functions hold slashes and anything else.
  return path
    .replace(/\([^)]+\)/g, '(_)')
    .split('/')
    .map((segment) => (segment.endsWith('(_)') ? segment.replace('_', '{id}') : templated(segment)))
    .join('/');
}

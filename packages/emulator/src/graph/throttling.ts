import type { AccessTokenCaller } from '../entra/access-token.ts';
import type { Tenant, World } from '../world/world.ts';
import { GraphRefusal } from './graph-refusal.ts';
import { bucketOf, tenantGraphOf } from './tenant-graph.ts';
import { announcedRestMs, charge, quotaOf } from './throttle-bucket.ts';

/** throttling-limits.md: the percentage is told from 0.8 of the limit on. */
const toldFrom = 0.8;

/** Units of one request: $select takes one off, $expand adds one, a $top below 20 takes one off; never below 1. (throttling-limits.md) */
export function costOf(units: number, query: ReadonlyMap<string, string>): number {
  const top = query.get('$top');
  const cost =
    units - (query.has('$select') ? 1 : 0) + (query.has('$expand') ? 1 : 0) - (top !== undefined && Number(top) < 20 ? 1 : 0);
  return Math.max(1, cost);
}

/** Charges the request to its app and tenant, writes the headers that tell about it, and refuses it when the quota is used up. */
export function chargeRequest(
  world: World,
  request: {
    tenant: Tenant;
    caller: AccessTokenCaller;
    units: number;
    query: ReadonlyMap<string, string>;
    headers: Record<string, string>;
  },
): void {
  const { tenant, caller, headers } = request;
  const nowMs = world.clock.nowMs();
  const cost = costOf(request.units, request.query);
  const { admitted, percentage, retryAfterMs, tooEarly } = charge(bucketOf(tenantGraphOf(tenant), caller.clientId, nowMs), {
    cost,
    nowMs,
    quota: quotaOf(tenant.directory.userCount) * tenant.throttle.scale,
    retryAfterSeconds: tenant.throttle.retryAfterSeconds,
  });
  headers['x-ms-resource-unit'] = String(cost);
  if (percentage >= toldFrom) headers['x-ms-throttle-limit-percentage'] = percentage.toFixed(2);
  if (tooEarly) world.requests.count(tenant.tenantId, 'calledTooEarly');
  if (admitted) {
    world.requests.count(tenant.tenantId, 'resourceUnits', cost);
    return;
  }
  world.requests.count(tenant.tenantId, 'throttled429');
  throw new GraphRefusal(429, 'TooManyRequests', 'Please retry again later.', {
    'Retry-After': String(retryAfterMs / 1000),
    'x-ms-throttle-scope': `Tenant_Application/Read/${caller.clientId}/${tenant.tenantId}`,
    'x-ms-throttle-information': 'ResourceUnitLimitExceeded',
  });
}

/** A call before the end of an announced wait that is answered by something else than the quota. */
export function countEarlyCall(world: World, tenant: Tenant, caller: AccessTokenCaller): void {
  const nowMs = world.clock.nowMs();
  const bucket = bucketOf(tenantGraphOf(tenant), caller.clientId, nowMs);
  if (announcedRestMs(bucket, nowMs) > 0) world.requests.count(tenant.tenantId, 'calledTooEarly');
}

/** Makes a wait announced by a fault binding: seconds, whole or not, or a date by the machine's clock. Anything else announces nothing. */
export function noticeAnnouncedWait(world: World, tenant: Tenant, caller: AccessTokenCaller, retryAfter: string | null): void {
  if (retryAfter === null) return;
  const waitMs = /^[\d.]+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - Date.now();
  const nowMs = world.clock.nowMs();
  if (waitMs > 0) bucketOf(tenantGraphOf(tenant), caller.clientId, nowMs).announced = { atMs: nowMs, waitMs };
}

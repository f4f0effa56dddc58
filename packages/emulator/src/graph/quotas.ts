import type { AccessTokenCaller } from '../entra/access-token.ts';
import type { Tenant, World } from '../world/world.ts';
import { namesIn } from './selection.ts';
import { type TenantGraph, tenantGraphOf } from './tenant-graph.ts';
import { emptyBucket, quotaOf, type ThrottleBucket } from './throttle-bucket.ts';

const second = 1000;
const minute = 60 * second;

/** What a request is charged for. */
export interface Charged {
  world: World;
  tenant: Tenant;
  caller: AccessTokenCaller;
  /** Resource units, modifiers included. */
  cost: number;
  /** Whether the reporting service answers it. */
  reports: boolean;
  query: ReadonlyMap<string, string>;
}

/** A limit as it stands for one request: the bucket it fills and what goes into it. */
export interface Quota {
  scope: 'Tenant_Application' | 'Application' | 'Tenant';
  /** x-ms-throttle-information */
  information: string;
  bucket: ThrottleBucket;
  cost: number;
  quota: number;
  windowMs: number;
  /** However small the quota, so much must fit, or nothing could ever be read. */
  smallestCapacity: number;
  retryAfterSeconds: number | null;
}

export const unitsExceeded = 'ResourceUnitLimitExceeded';
const requestsExceeded = 'RequestLimitExceeded';

/** All limits a request counts against. (throttling-limits.md) */
export function quotasOf(request: Charged): Quota[] {
  const { world, tenant, caller, cost, reports } = request;
  const graph = tenantGraphOf(tenant);
  const { scale, retryAfterSeconds } = tenant.throttle;
  const inTenant = { scope: 'Tenant_Application', retryAfterSeconds } as const;
  const inApp = { scope: 'Application', retryAfterSeconds: world.appThrottle.retryAfterSeconds } as const;
  const units = { information: unitsExceeded, cost, smallestCapacity: 4 };
  const requests = { information: requestsExceeded, cost: 1, smallestCapacity: 1 };
  // A tenant is made poor in units to throttle its listings; what is counted in requests is scarce enough by itself.
  const requestScale = Math.max(1, scale);

  const quotas: Quota[] = [
    {
      ...inApp,
      ...units,
      bucket: appBucket(world, caller.clientId),
      quota: 150_000 * world.appThrottle.scale,
      windowMs: 20 * second,
    },
    {
      ...inTenant,
      ...units,
      bucket: bucketOf(graph, caller.clientId, world),
      quota: quotaOf(tenant.directory.userCount) * scale,
      windowMs: 10 * second,
    },
  ];
  if (reports) {
    const bucket = bucketOf(graph, `${caller.clientId} reports`, world);
    quotas.push({ ...inTenant, ...requests, bucket, quota: 5 * requestScale, windowMs: 10 * second });
  }
  const { reportsPerTenSeconds } = world.appThrottle;
  if (reports && reportsPerTenSeconds !== null) {
    const bucket = appBucket(world, `${caller.clientId} reports`);
    quotas.push({ ...inApp, ...requests, bucket, quota: reportsPerTenSeconds, windowMs: 10 * second });
  }
  const selected = namesIn(request.query.get('$select') ?? '');
  // application-list.md: for every tenant, whichever apps ask
  if (selected.includes('keyCredentials')) {
    const bucket = bucketOf(graph, 'keyCredentials', world);
    quotas.push({ ...inTenant, ...requests, scope: 'Tenant', bucket, quota: 150 * requestScale, windowMs: minute });
  }
  const { signInActivityPerMinute } = graph.settings;
  if (signInActivityPerMinute !== null && selected.includes('signInActivity')) {
    const bucket = bucketOf(graph, `${caller.clientId} signInActivity`, world);
    quotas.push({ ...inTenant, ...requests, bucket, quota: signInActivityPerMinute, windowMs: minute });
  }
  return quotas;
}

/** The units an app uses in one tenant; other names keep other counts. */
export function bucketOf(graph: TenantGraph, name: string, world: World): ThrottleBucket {
  return keptBucket(graph.buckets, name, world);
}

/** The units an app uses over all tenants. */
export function appBucket(world: World, name: string): ThrottleBucket {
  return keptBucket(world.appBuckets, name, world);
}

function keptBucket(buckets: Map<string, ThrottleBucket>, name: string, world: World): ThrottleBucket {
  const bucket = buckets.get(name) ?? emptyBucket(world.clock.nowMs());
  buckets.set(name, bucket);
  return bucket;
}

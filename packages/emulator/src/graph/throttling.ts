import { AsyncLocalStorage } from 'node:async_hooks';
import type { AccessTokenCaller } from '../entra/access-token.ts';
import type { Tenant, World } from '../world/world.ts';
import { GraphRefusal } from './graph-refusal.ts';
import { appBucket, bucketOf, type Charged, quotasOf, unitsExceeded } from './quotas.ts';
import { tenantGraphOf } from './tenant-graph.ts';
import { announcedRestMs, charge, type ThrottleBucket } from './throttle-bucket.ts';

/** throttling-limits.md: the percentage of units is told from 0.8 of the limit on. */
const toldFrom = 0.8;

/** The batch that a request is an item of. */
interface BatchInHand {
  cameAtMs: number;
  announcements: Announcement[];
  /** What is to be known of the waits that its answer tells. */
  telling: (() => void)[];
  /** Its answer will never leave, or there is nobody any more who would hear it. */
  isLost: () => boolean;
}
const batchInHand = new AsyncLocalStorage<BatchInHand>();

/** A wait that an item of a batch made, and what stood there before. */
interface Announcement {
  bucket: ThrottleBucket;
  before: ThrottleBucket['announced'];
  made: ThrottleBucket['announced'];
}

/**
 * Answers the items of a batch, which were all sent before any of them could be told to wait.
 *
 * @param hasGone whether whoever asked has hung up, or was killed
 */
export function answerAtOnce<T>(world: World, hasGone: () => boolean, answer: () => Promise<T>): Promise<T> {
  return batchInHand.run({ cameAtMs: world.clock.nowMs(), announcements: [], telling: [], isLost: hasGone }, answer);
}

/**
 * Takes back the waits that items of the batch in hand announced, and nobody else's: its answer never leaves, so nobody is told. Nor does any other item
 * announce one from now on: whoever asked knows already that the batch is lost, and may call again.
 */
export function takeBackUntold(): void {
  const batch = batchInHand.getStore();
  if (batch === undefined) return;
  batch.isLost = () => true;
  for (const { bucket, before, made } of batch.announcements.splice(0).toReversed()) {
    if (bucket.announced === made) bucket.announced = before;
  }
}

/** The answer of the batch in hand leaves, and whoever asked is told what its items announced; unless it is lost. */
export function tellOfBatch(): void {
  const batch = batchInHand.getStore();
  if (batch === undefined) return;
  if (batch.isLost()) takeBackUntold();
  else for (const tell of batch.telling.splice(0)) tell();
}

/** Does what may announce a wait, and remembers it with the batch in hand. */
function noting<T>(bucket: ThrottleBucket, work: () => T): T {
  const before = bucket.announced;
  const result = work();
  const made = bucket.announced;
  const batch = batchInHand.getStore();
  if (batch === undefined || made === null || made === before) return result;
  if (batch.isLost()) bucket.announced = before;
  else batch.announcements.push({ bucket, before, made });
  return result;
}

function wasToldBefore({ announced }: ThrottleBucket): boolean {
  const toldAtMs = announced?.toldAtMs ?? null;
  return toldAtMs !== null && toldAtMs < (batchInHand.getStore()?.cameAtMs ?? Number.POSITIVE_INFINITY);
}

/** Units of one request: $select takes one off, $expand adds one, a $top below 20 takes one off; never below 1. (throttling-limits.md) */
export function costOf(units: number, query: ReadonlyMap<string, string>): number {
  const top = query.get('$top');
  const cost =
    units - (query.has('$select') ? 1 : 0) + (query.has('$expand') ? 1 : 0) - (top !== undefined && Number(top) < 20 ? 1 : 0);
  return Math.max(1, cost);
}

/** Charges the request against every limit it counts for, writes the headers that tell about it, and refuses it when one is used up. */
export function chargeRequest(charged: Omit<Charged, 'cost'> & { units: number }, headers: Record<string, string>): void {
  const { world, tenant, caller } = charged;
  const nowMs = world.clock.nowMs();
  const cost = costOf(charged.units, charged.query);
  const charges = quotasOf({ ...charged, cost }).map((quota) => ({
    quota,
    ...noting(quota.bucket, () => charge(quota.bucket, { ...quota, nowMs })),
  }));
  const inUnits = charges.filter(({ quota }) => quota.information === unitsExceeded);
  const percentage = Math.max(...inUnits.map((each) => each.percentage));
  headers['x-ms-resource-unit'] = String(cost);
  if (percentage >= toldFrom) headers['x-ms-throttle-limit-percentage'] = percentage.toFixed(2);
  if (charges.some(({ tooEarly, quota }) => tooEarly && wasToldBefore(quota.bucket)))
    world.requests.count(tenant.tenantId, 'calledTooEarly');
  const [longest] = charges.filter(({ admitted }) => !admitted).toSorted((a, b) => b.retryAfterMs - a.retryAfterMs);
  if (!longest) {
    world.requests.count(tenant.tenantId, 'resourceUnits', cost);
    return;
  }
  const { quota, retryAfterMs } = longest;
  world.requests.count(tenant.tenantId, 'throttled429');
  tellWait(world, tenant, { bucket: quota.bucket, waitMs: retryAfterMs, toAll: quota.scope === 'Application' });
  if (quota.scope === 'Application') world.requests.count(tenant.tenantId, 'throttledWithApp');
  throw new GraphRefusal(429, 'TooManyRequests', 'Please retry again later.', {
    'Retry-After': String(retryAfterMs / 1000),
    'x-ms-throttle-scope': `${quota.scope}/Read/${caller.clientId}/${tenant.tenantId}`,
    'x-ms-throttle-information': quota.information,
  });
}

/** A call before the end of an announced wait that is answered by something else than a quota. */
export function countEarlyCall(world: World, tenant: Tenant, caller: AccessTokenCaller): void {
  const nowMs = world.clock.nowMs();
  const buckets = [bucketOf(tenantGraphOf(tenant), caller.clientId, world), appBucket(world, caller.clientId)];
  if (buckets.some((bucket) => announcedRestMs(bucket, nowMs) > 0 && wasToldBefore(bucket)))
    world.requests.count(tenant.tenantId, 'calledTooEarly');
}

/**
 * Makes a wait announced by a fault binding, for all tenants where its scope says so: seconds, whole or not, or a date by the machine's
 * clock. Anything else announces nothing.
 */
export function noticeAnnouncedWait(world: World, tenant: Tenant, caller: AccessTokenCaller, answered: Headers): void {
  const retryAfter = answered.get('retry-after');
  if (retryAfter === null) return;
  const waitMs = /^[\d.]+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - Date.now();
  const isForApp = answered.get('x-ms-throttle-scope')?.startsWith('Application/') ?? false;
  const bucket = isForApp ? appBucket(world, caller.clientId) : bucketOf(tenantGraphOf(tenant), caller.clientId, world);
  if (!(waitMs > 0)) return;
  noting(bucket, () => {
    bucket.announced = { atMs: world.clock.nowMs(), waitMs, toldAtMs: null };
  });
  tellWait(world, tenant, { bucket, waitMs, toAll: isForApp });
}

/** Tells the bucket's wait, of an item of a batch with the batch's answer; who watches the counters knows then when, and how long it is. */
function tellWait(
  world: World,
  tenant: Tenant,
  { bucket, waitMs, toAll }: { bucket: ThrottleBucket; waitMs: number; toAll: boolean },
): void {
  const { announced } = bucket;
  const tell = () => {
    if (announced) announced.toldAtMs ??= world.clock.nowMs();
    world.requests.count(tenant.tenantId, toAll ? 'waitMsToldToAll' : 'waitMsTold', Math.round(waitMs));
  };
  const batch = batchInHand.getStore();
  if (batch === undefined) tell();
  else batch.telling.push(tell);
}

/** What one app may use in one tenant, or over all. Use drains away steadily, a window's worth in each window. */
export interface ThrottleBucket {
  used: number;
  drainedAtMs: number;
  /** The wait announced last. It is enforced at once; calls before its end are too early from when somebody was told. */
  announced: { atMs: number; waitMs: number; toldAtMs: number | null } | null;
}

interface Charge {
  admitted: boolean;
  /** Use as a part of the limit, 0 to 1.8, as in x-ms-throttle-limit-percentage. */
  percentage: number;
  /** The wait to announce; 0 when admitted. */
  retryAfterMs: number;
  tooEarly: boolean;
}

const second = 1000;
/** x-ms-throttle-limit-percentage ranges up to 1.8. */
const fullestPercentage = 1.8;

export const emptyBucket = (nowMs: number): ThrottleBucket => ({ used: 0, drainedAtMs: nowMs, announced: null });

/** Units per window by tenant size (throttling-limits.md: S below 50 users, M 50 to 500, L above). */
export function quotaOf(userCount: number): number {
  if (userCount < 50) return 3500;
  return userCount <= 500 ? 5000 : 8000;
}

/**
 * Charges a request; refused requests count as use too. A wait that was announced is enforced. `retryAfterSeconds` replaces the computed wait.
 */
export function charge(
  bucket: ThrottleBucket,
  request: {
    cost: number;
    nowMs: number;
    /** What may be used in each window. */
    quota: number;
    windowMs: number;
    smallestCapacity: number;
    retryAfterSeconds: number | null;
  },
): Charge {
  const { cost, nowMs, quota } = request;
  const capacity = Math.max(request.smallestCapacity, cost, quota);
  const perMs = quota / request.windowMs;
  bucket.used = Math.max(0, bucket.used - Math.max(0, nowMs - bucket.drainedAtMs) * perMs);
  bucket.drainedAtMs = nowMs;

  const remainingMs = announcedRestMs(bucket, nowMs);
  if (bucket.announced && remainingMs === 0) {
    // Who waited as long as told is let in, also where the announced wait is shorter than the quota needs.
    bucket.used = Math.min(bucket.used, capacity - cost);
    bucket.announced = null;
  }
  const fits = bucket.used + cost <= capacity;
  bucket.used = Math.min(bucket.used + cost, capacity * fullestPercentage);
  const percentage = bucket.used / capacity;
  if (remainingMs > 0) return { admitted: false, percentage, retryAfterMs: wholeSeconds(remainingMs), tooEarly: true };
  if (fits) return { admitted: true, percentage, retryAfterMs: 0, tooEarly: false };

  const untilRoomMs = (bucket.used + cost - capacity) / perMs;
  const retryAfterMs = request.retryAfterSeconds === null ? wholeSeconds(untilRoomMs) : request.retryAfterSeconds * second;
  bucket.announced = { atMs: nowMs, waitMs: retryAfterMs, toldAtMs: null };
  return { admitted: false, percentage, retryAfterMs, tooEarly: false };
}

/** What is left of the announced wait; a clock set back to before the announcement ends it. */
export function announcedRestMs(bucket: ThrottleBucket, nowMs: number): number {
  const announced = bucket.announced;
  if (!announced || nowMs < announced.atMs) return 0;
  return Math.max(0, announced.atMs + announced.waitMs - nowMs);
}

const wholeSeconds = (ms: number) => Math.max(1, Math.ceil(ms / second)) * second;

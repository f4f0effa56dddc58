import type { Log } from '@tenantry/runtime';
import { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';

const minuteSeconds = 60;

/** How often one address may use a public route in a minute. */
const perMinute = {
  /** Opening a link that carries an invitation code. */
  invitation: 120,
  /** Being sent to Microsoft to sign in. */
  'sign-in': 60,
  /** Coming back from Microsoft. */
  callback: 120,
  /** Being sent to Microsoft's consent page, and asking for a check. */
  consent: 60,
} as const;

export type LimitedRoute = keyof typeof perMinute;

export interface RateLimits {
  /** Counts one use; gives the milliseconds to wait when it is one too many, else 0. */
  spend(route: LimitedRoute, address: string): Promise<number>;
  close(): Promise<void>;
}

/**
 * Counts uses of the public routes: in Redis, where several portals see the same counts, or in memory when there is only one portal.
 *
 * While Redis cannot be reached every portal counts for itself.
 */
export function createRateLimits(options: { redisUrl?: string; log: Log }): RateLimits {
  const redis =
    options.redisUrl === undefined ? null : new Redis(options.redisUrl, { lazyConnect: true, maxRetriesPerRequest: 1 });
  redis?.on('error', (error) => options.log.warn({ error }, 'rate limits are counted in this process alone'));
  const limiters = Object.fromEntries(
    Object.entries(perMinute).map(([route, points]) => {
      const limit = { keyPrefix: `tenantry-limit-${route}`, points, duration: minuteSeconds };
      const memory = new RateLimiterMemory(limit);
      return [route, redis === null ? memory : new RateLimiterRedis({ ...limit, storeClient: redis, insuranceLimiter: memory })];
    }),
  ) as Record<LimitedRoute, RateLimiterMemory | RateLimiterRedis>;
  return {
    async spend(route, address) {
      try {
        await limiters[route].consume(address);
        return 0;
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) return Math.max(1, refusal.msBeforeNext);
        throw refusal;
      }
    },
    async close() {
      redis?.disconnect();
    },
  };
}

/**
 * The address a request is counted under: the last one of X-Forwarded-For, which the proxy in front of the portal (or Next itself,
 * where there is none) has written. Earlier ones are whatever the visitor sent.
 */
export function addressOf(headers: Headers): string {
  return headers.get('x-forwarded-for')?.split(',').at(-1)?.trim().slice(0, 64) || 'unknown';
}

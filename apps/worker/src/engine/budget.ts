import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '@tenantry/db';
import { drainBudget, pauseBudget } from '@tenantry/domain';
import type { Cost, GraphCall } from '@tenantry/graph';
import { clocksDifferMs } from './shared-clock.ts';
import { createUnitChunks, type Quota, type UnitChunks } from './unit-chunks.ts';

const second = 1000;

/** Longest sleep before a call; whoever would have to wait longer ends the slice and leaves its place to others. */
const longestSleepMs = second;
/** A bucket that is dry is asked again after this time at the earliest, or every call would ask by itself. */
const shortestSleepMs = second / 5;
/** Tenants whose chunks one process remembers. */
const rememberedTenants = 2000;
/** From here on Graph tells how full the limit is, and wants to be called less. Source: Microsoft Graph throttling guidance. */
const fullFrom = 0.8;

/**
 * What we let ourselves use of a quota that is so many units a window: nearly all of its rate, and little of it at once, whether Graph counts by
 * a sliding window or by a bucket. The rest is for clocks that differ, and for chunks that are used a moment after they were taken.
 */
const quotaOf = (units: number, windowMs: number): Quota => ({
  capacity: units / 10,
  perSecond: (units * 0.95 * second) / windowMs,
});

/** All tenants together. Source: Microsoft Graph service-specific throttling limits, "Identity and access" (throttling-limits.md). */
const unitsOfApp = 150_000;
const windowOfAppMs = 20 * second;

/** One tenant in ten seconds, by its size class: S below 50 users, M to 500, L above; an unknown size counts as S. Source as above. */
function unitsOfTenant(userCount: number | null): number {
  if (userCount === null || userCount < 50) return 3500;
  return userCount <= 500 ? 5000 : 8000;
}
const windowOfTenantMs = 10 * second;

/** The call was not sent: the budget is used up, or Graph asked another process for a pause. The run waits and nothing has failed. */
export class OverBudget extends Error {
  override readonly name = 'OverBudget';
  readonly until: Date;
  readonly reason: 'budget' | 'throttled' | 'app-throttled';

  constructor(until: Date, reason: OverBudget['reason']) {
    super('The budget of resource units is used up');
    this.until = until;
    this.reason = reason;
  }
}

/** The quota of Graph as all processes share it. */
export interface Budget {
  /**
   * Resolves when a call may be sent, after a second at most.
   *
   * @param urgent a proof: it begins anew whenever it is put down, so beside a busy sync it would never end. Its few units are owed where none are
   * left, and only a pause keeps it.
   * @throws OverBudget
   */
  admit(holder: BudgetHolder, cost: Cost, urgent?: boolean): Promise<void>;
  /** Learns from what Graph answered: what the call did cost, how full the limit is, and that every process must pause. */
  learn(holder: BudgetHolder, call: GraphCall): void;
}

/** Whose budget: a tenant with the users its last sync counted, which decide its size class. */
export type BudgetHolder = { tenantId: string; userCount: number | null };

interface Scope {
  chunks: UnitChunks;
  /** Until when this process paused the shared bucket, and when it drained it last. */
  pausedUntil: number;
  drainedAt: number;
  /** Graph says that the limit is nearly used: this process calls the tenant again from then on. */
  slowUntil: number;
}

/**
 * @param options.share of Graph's quotas that may be used
 * @param options.report told when the shared bucket could not be corrected; the next answer of Graph corrects it again
 */
export function createBudget(
  db: Database,
  { share, now, report }: { share: number; now: () => Date; report: (error: unknown) => void },
): Budget {
  const opened = (name: string, quota: Quota): Scope => ({
    chunks: createUnitChunks(db, name, quota, now),
    pausedUntil: 0,
    drainedAt: Number.NEGATIVE_INFINITY,
    slowUntil: 0,
  });
  const app = opened('app', quotaOf(unitsOfApp * share, windowOfAppMs));
  const tenants = new Map<string, Scope>();

  function scopeOf({ tenantId, userCount }: BudgetHolder): Scope {
    const quota = quotaOf(unitsOfTenant(userCount) * share, windowOfTenantMs);
    // A tenant that has grown into another class has another quota.
    const name = `${tenantId} ${quota.capacity}`;
    const scope = tenants.get(name) ?? opened(tenantId, quota);
    tenants.delete(name);
    tenants.set(name, scope);
    const [oldest] = tenants.keys();
    if (tenants.size > rememberedTenants && oldest !== undefined) tenants.delete(oldest);
    return scope;
  }

  async function secure(
    { chunks, slowUntil }: Scope,
    { units, urgent }: { units: number; urgent: boolean },
    reasonOfPause: OverBudget['reason'],
  ): Promise<void> {
    const inMs = (waitMs: number) => new Date(now().getTime() + waitMs);
    let sleptMs = 0;
    const sleep = async (ms: number) => {
      if (sleptMs + ms > longestSleepMs) throw new OverBudget(inMs(ms), 'budget');
      await delay(Math.max(ms, shortestSleepMs));
      sleptMs += Math.max(ms, shortestSleepMs);
    };
    const slowMs = slowUntil - now().getTime();
    if (slowMs > 0 && !urgent) await sleep(slowMs);
    for (;;) {
      const lacking = await chunks.secure(units);
      if (lacking === null) return;
      if (lacking.pausedUntil !== null && lacking.pausedUntil > now()) throw new OverBudget(lacking.pausedUntil, reasonOfPause);
      if (urgent) return;
      await sleep(lacking.waitMs);
    }
  }

  function pause(name: string, scope: Scope, retryAfterMs: number): void {
    const until = now().getTime() + retryAfterMs + clocksDifferMs;
    // The items of one batch all say the same.
    if (until - scope.pausedUntil < second / 10) return;
    scope.pausedUntil = until;
    scope.chunks.empty();
    pauseBudget(db, { scope: name, until: new Date(until) }).catch(report);
  }

  /** Above the line where Graph begins to warn, calls wait until about so much of the limit is free again; below it, they go at full pace. */
  function slowDown(tenantId: string, scope: Scope, limitPercentage: number): void {
    scope.slowUntil = now().getTime() + (limitPercentage - fullFrom) * windowOfTenantMs;
    if (performance.now() - scope.drainedAt < second) return;
    scope.drainedAt = performance.now();
    scope.chunks.empty();
    drainBudget(db, { scope: tenantId, toShare: Math.max(0, 1 - limitPercentage) }).catch(report);
  }

  return {
    admit: async (holder, { units }, urgent = false) => {
      const tenant = scopeOf(holder);
      await secure(tenant, { units, urgent }, 'throttled');
      await secure(app, { units, urgent }, 'app-throttled');
      tenant.chunks.use(units);
      app.chunks.use(units);
    },
    learn: (holder, { status, cost, throttle }) => {
      const tenant = scopeOf(holder);
      const { units, limitPercentage, retryAfterMs } = throttle;
      if (units !== null) {
        tenant.chunks.use(units - cost.units);
        app.chunks.use(units - cost.units);
      }
      if (status === 429 || status === 509) {
        if (throttle.scope === 'application') pause('app', app, retryAfterMs ?? second);
        else pause(holder.tenantId, tenant, retryAfterMs ?? second);
      } else if (limitPercentage !== null && limitPercentage >= fullFrom) {
        slowDown(holder.tenantId, tenant, limitPercentage);
      }
    },
  };
}

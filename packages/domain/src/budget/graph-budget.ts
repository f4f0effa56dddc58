import { type Database, drainBudgetTo, pauseBudgetUntil, takeBudgetUnits } from '@tenantry/db';

/** `app` for what Graph allows the app over all tenants, or the id of a tenant. */
export type BudgetScope = string;

export interface Grant {
  /** Whole units, between 0 and what was wanted. They are spent; none are given back. */
  granted: number;
  /** 0 when all that was wanted was granted; else after how long the rest will be there, if nobody else takes it. */
  waitMs: number;
  /** Graph asked for a pause that has not passed. */
  pausedUntil: Date | null;
}

/**
 * Takes resource units out of a bucket that all workers share. It fills with time and never above its capacity, so that in any stretch of T
 * seconds at most `capacity + perSecond × T` units are granted: for a quota of Q in T seconds, both together have to stay below Q.
 * One short statement that never waits for units; take some seconds' worth at once.
 *
 * @param wish.wanted whole units; more than `capacity` counts as `capacity`
 * @param wish.now the taker's clock: one that runs ahead fills the bucket once by the difference, and others get nothing until they reach it
 */
export async function takeUnits(
  db: Database,
  wish: { scope: BudgetScope; wanted: number; capacity: number; perSecond: number; now: Date },
): Promise<Grant> {
  const { perSecond, now } = wish;
  const wanted = Math.min(Math.ceil(wish.wanted), Math.floor(wish.capacity));
  const { granted, units, filledAt, pausedUntil } = await takeBudgetUnits(db, { ...wish, wanted });
  const lacking = wanted - granted;
  const notFillingMs = Math.max(0, filledAt.getTime() - now.getTime());
  return {
    granted,
    waitMs: lacking === 0 ? 0 : Math.ceil(notFillingMs + (Math.max(0, lacking - units) / perSecond) * 1000),
    pausedUntil: pausedUntil !== null && pausedUntil > now ? pausedUntil : null,
  };
}

/** Graph answered 429: nothing is granted before `until`, and the bucket begins empty then. A shorter pause never replaces a longer one. */
export async function pauseBudget(db: Database, pause: { scope: BudgetScope; until: Date }): Promise<void> {
  await db.asFleet((tx) => pauseBudgetUntil(tx, pause));
}

/**
 * Graph says how much of a quota is used (x-ms-throttle-limit-percentage: 0.8 to 1.8), which may be more than we counted.
 *
 * @param drain.toShare share of the capacity that is left at most: 0 for none
 */
export async function drainBudget(db: Database, drain: { scope: BudgetScope; toShare: number }): Promise<void> {
  await db.asFleet((tx) => drainBudgetTo(tx, { ...drain, toShare: Math.max(0, drain.toShare) }));
}

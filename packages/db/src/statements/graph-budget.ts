import type { Database, Tx } from '../database.ts';
import { Prisma } from '../generated/client.ts';

export interface TakenUnits {
  granted: number;
  /** What is left after the taking. */
  units: number;
  /** The bucket fills from this instant on; in the future while it is paused. */
  filledAt: Date;
  pausedUntil: Date | null;
}

/** Takes whole units out of a bucket, as many as are there and were wanted, in one statement. A bucket that is not known yet is full. */
export async function takeBudgetUnits(
  db: Database,
  wish: { scope: string; wanted: number; capacity: number; perSecond: number; now: Date },
): Promise<TakenUnits> {
  const { scope, wanted, capacity, perSecond, now } = wish;
  const filled = Prisma.sql`least(${capacity}::float8,
    b.units + ${perSecond}::float8 * greatest(0, extract(epoch from ${now}::timestamptz - b.filled_at)::float8))`;
  const granted = Prisma.sql`least(${wanted}::float8, floor(${filled}))`;
  const [taken] = await db.fleetStatement<TakenUnits>(Prisma.sql`
    insert into graph_budget as b (scope, units, capacity, granted, filled_at)
    values (${scope}, ${capacity - wanted}::float8, ${capacity}::float8, ${wanted}::float8, ${now}::timestamptz)
    on conflict (scope) do update
       set units = ${filled} - ${granted}, granted = ${granted}, capacity = excluded.capacity,
           filled_at = greatest(b.filled_at, excluded.filled_at)
    returning granted, units, filled_at as "filledAt", paused_until as "pausedUntil"`);
  if (taken === undefined) throw new Error('the statement that takes units answered nothing');
  return taken;
}

/** Empties a bucket, which fills again from `until` on. A shorter pause never replaces a longer one. */
export async function pauseBudgetUntil(tx: Tx, { scope, until }: { scope: string; until: Date }): Promise<void> {
  await tx.$executeRaw`
    insert into graph_budget as b (scope, units, capacity, granted, filled_at, paused_until)
    values (${scope}, 0, 0, 0, ${until}::timestamptz, ${until}::timestamptz)
    on conflict (scope) do update
       set units = 0, filled_at = greatest(b.filled_at, excluded.filled_at), paused_until = excluded.paused_until
     where b.paused_until is null or b.paused_until < excluded.paused_until`;
}

/** Leaves in a bucket at most a share of what it can hold. */
export async function drainBudgetTo(tx: Tx, { scope, toShare }: { scope: string; toShare: number }): Promise<void> {
  await tx.$executeRaw`update graph_budget set units = least(units, capacity * ${toShare}::float8) where scope = ${scope}`;
}

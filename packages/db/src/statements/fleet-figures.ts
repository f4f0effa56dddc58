import type { Tx } from '../database.ts';
import { mayBeginSlice } from './run-ringing.ts';

export interface FleetCounts {
  /** Runs that have not ended, by state; states without a run are absent. */
  activeRuns: Record<string, number>;
  dueRuns: number;
  oldestDueAt: Date | null;
  /** Connections by state; states without one are absent. */
  tenants: Record<string, number>;
  openAlerts: Record<string, number>;
  aliveWorkers: number;
  wedgedWorkers: number;
  /** What the bucket of the app held when it was asked last, and what it holds at most; null before the first call. */
  appUnits: number | null;
  appCapacity: number | null;
  pausedBudgets: number;
  credentialBroken: boolean;
  fleetPaused: boolean;
}

/** How the whole fleet stands, in one statement. It reads the runs that have not ended, by their index, and no other. */
export async function readFleetCounts(tx: Tx, by: { now: Date; aliveSince: Date }): Promise<FleetCounts> {
  const { now, aliveSince } = by;
  const [counts] = await tx.$queryRaw<FleetCounts[]>`
    select
      (select coalesce(jsonb_object_agg(state, n), '{}') from (
         select state, count(*) as n from run where state in ('queued', 'running', 'waiting', 'held') group by state) as r) as "activeRuns",
      due.n as "dueRuns", due.oldest as "oldestDueAt",
      (select coalesce(jsonb_object_agg(state, n), '{}') from (select state, count(*) as n from connection group by state) as c) as tenants,
      (select coalesce(jsonb_object_agg(kind, n), '{}') from (
         select kind, count(*) as n from alert where closed_at is null group by kind) as a) as "openAlerts",
      (select count(*)::int from worker where seen_at > ${aliveSince}) as "aliveWorkers",
      (select count(*)::int from worker where seen_at > ${aliveSince} and wedged_at is not null) as "wedgedWorkers",
      app.units as "appUnits", app.capacity as "appCapacity",
      (select count(*)::int from graph_budget where paused_until > ${now}) as "pausedBudgets",
      f.credential_broken_since is not null as "credentialBroken",
      f.paused_at is not null and (f.paused_until is null or f.paused_until > ${now}) as "fleetPaused"
    from fleet_state f
    left join graph_budget app on app.scope = 'app'
    cross join (
      select count(*)::int as n, min(coalesce(r.not_before, r.created_at)) as oldest
        from run r
        join connection c on c.tenant_id = r.tenant_id join tenant t on t.tenant_id = r.tenant_id cross join fleet_state f
       where r.state in ('queued', 'waiting') and (r.not_before is null or r.not_before <= ${now}) and ${mayBeginSlice(now)}) as due
    where f.id = 1`;
  if (counts === undefined) throw new Error('the database has no row of the fleet');
  return counts;
}

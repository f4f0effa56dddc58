import type { Tx } from '../database.ts';
import { mayBeginSlice } from './run-ringing.ts';

export interface WorkStanding {
  /** Runs that could have been taken up before `since`: on the queue or claimed longer than that, or ready and not even rung. At most `limit` of each. */
  rung: number;
  unrung: number;
  aliveWorkers: number;
  wedgedWorkers: number;
  /** When any worker wrote a page or ended a slice last. */
  workedAt: Date | null;
  /** When the first of the workers that are alive began. */
  firstStartedAt: Date | null;
  sweptAt: Date | null;
}

/** What waits for the workers, and when they did something last. Runs that are paused, throttled or held do not count. */
export async function readWorkStanding(tx: Tx, by: { since: Date; aliveSince: Date; limit: number }): Promise<WorkStanding> {
  const { since, aliveSince, limit } = by;
  // Under row-level security the planner knows nothing of the states of runs: the order leads it to the index of the runs that are due.
  const [standing] = await tx.$queryRaw<WorkStanding[]>`
    select
      (select count(*)::int from (
         select from run where rung_at <= ${since} and state in ('queued', 'waiting', 'running') limit ${limit}) as on_queue) as rung,
      (select count(*)::int from (
         select from run r join connection c using (tenant_id) join tenant t using (tenant_id)
          where r.rung_at is null and r.finished_at is null and r.state in ('queued', 'waiting')
            and coalesce(r.not_before, r.created_at) <= ${since}
            and ${mayBeginSlice(since)}
          order by r.tenant_id, r.created_at, r.id limit ${limit}) as ready) as unrung,
      w.alive as "aliveWorkers", w.wedged as "wedgedWorkers", w.worked_at as "workedAt", w.first_started_at as "firstStartedAt",
      f.alerts_checked_at as "sweptAt"
    from fleet_state f,
      (select count(*) filter (where seen_at > ${aliveSince})::int as alive,
              count(*) filter (where seen_at > ${aliveSince} and wedged_at is not null)::int as wedged,
              max(worked_at) as worked_at, min(started_at) filter (where seen_at > ${aliveSince}) as first_started_at
         from worker) as w`;
  if (standing === undefined) throw new Error('the database has no row of the fleet');
  return standing;
}

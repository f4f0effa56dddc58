import type { Tx } from '../database.ts';
import { Prisma } from '../generated/client.ts';

/** A slip as the queue carries it. */
export interface SlipRow {
  runId: string;
  slice: number;
  ring: number;
  lane: 'prompt' | 'bulk' | 'long';
}

/**
 * Whether a run may begin a slice: neither throttling nor a pause keeps it, and its connection works. A pause whose time has passed counts as
 * none; proofs know neither pauses nor connections that do not work. Speaks of `r` (run), `c` (connection), `t` (tenant) and `f` (fleet_state).
 */
export function mayBeginSlice(now: Date): Prisma.Sql {
  return Prisma.sql`
    (c.not_before is null or c.not_before <= ${now}) and (f.not_before is null or f.not_before <= ${now})
    and (r.job = 'verify-connection' or (
      c.state in ('active', 'degraded')
      and (t.paused_at is null or t.paused_until <= ${now}) and (f.paused_at is null or f.paused_until <= ${now})
      and not exists (select from batch b where b.id = r.batch_id and b.state = 'paused'
                                             and (b.paused_until is null or b.paused_until > ${now}))))`;
}

/**
 * Marks what may run now as rung and returns the slips in their order: of each tenant its oldest runs, and among the tenants what has been due longest first.
 * A tenant has no more runs on the queue or at work than its `run_limit`, nor more of one job than that job's; both are one unless an operator said otherwise.
 * Proofs stand outside that rule.
 *
 * @param choice.tenantId only runs of this tenant; null = all
 */
export async function ringDueRuns(tx: Tx, choice: { now: Date; tenantId: string | null; limit: number }): Promise<SlipRow[]> {
  const { now, tenantId, limit } = choice;
  // A new batch makes the statistics wrong by which joins are planned. So counts come from an index probe for each run, and the guard of the update
  // compares values instead of repeating the conditions of the index of due runs, which would then be read once for every run.
  return tx.$queryRaw<SlipRow[]>`
    with ready as (
      select r.id, r.tenant_id, r.job, r.lane, r.state, r.ring, r.created_at, coalesce(r.not_before, r.created_at) as due_at,
             coalesce(t.run_limit, 1) - rung.of_tenant as places,
             coalesce((select s.run_limit from job_setting s where s.job = r.job), 1) - rung.of_job as places_of_job
        from run r
        join connection c on c.tenant_id = r.tenant_id
        join tenant t on t.tenant_id = r.tenant_id
        join fleet_state f on f.id = 1
       cross join lateral (
         select count(*) as of_tenant, count(*) filter (where o.job = r.job) as of_job from run o
          where o.tenant_id = r.tenant_id and o.rung_at is not null and o.job <> 'verify-connection') rung
       where r.state in ('queued', 'waiting') and r.rung_at is null and r.finished_at is null
         ${tenantId === null ? Prisma.empty : Prisma.sql`and r.tenant_id = ${tenantId}::uuid`}
         and (r.not_before is null or r.not_before <= ${now})
         and (r.job = 'verify-connection' or rung.of_tenant < coalesce(t.run_limit, 1))
         and ${mayBeginSlice(now)}),
    placed as (
      select *, row_number() over (partition by tenant_id, job order by created_at, id) as place_of_job from ready),
    allowed as (
      select *, row_number() over (partition by tenant_id, job = 'verify-connection' order by created_at, id) as place
        from placed where place_of_job <= places_of_job or job = 'verify-connection'),
    due as (
      select id, ring, state, due_at from allowed where place <= places or job = 'verify-connection' order by lane, due_at, id limit ${limit}),
    rung as (
      update run r set ring = r.ring + 1, rung_at = ${now}
        from due where r.id = due.id and r.ring = due.ring and r.state = due.state
      returning r.id, r.slice, r.ring, r.lane, due.due_at)
    select id as "runId", slice, ring, lane::text as lane from rung order by lane, due_at, id`;
}

/** Rings again the runs of a lane whose slip went out before `rungBefore` and was never claimed. */
export async function ringLostSlips(
  tx: Tx,
  choice: { lane: SlipRow['lane']; rungBefore: Date; now: Date; limit: number },
): Promise<SlipRow[]> {
  return tx.$queryRaw<SlipRow[]>`
    update run set ring = ring + 1, rung_at = ${choice.now}
     where id in (select id from run
                   where state in ('queued', 'waiting') and rung_at < ${choice.rungBefore} and lane = ${choice.lane}::lane
                   order by rung_at limit ${choice.limit} for update skip locked)
    returning id as "runId", slice, ring, lane::text as lane`;
}

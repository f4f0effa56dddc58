import type { Tx } from '../database.ts';
import { Prisma } from '../generated/client.ts';

/** One run, or all runs of a batch. */
export type RunChoice = { runId: string } | { batchId: string };

function chosen(choice: RunChoice): Prisma.Sql {
  return 'runId' in choice ? Prisma.sql`r.id = ${choice.runId}::uuid` : Prisma.sql`r.batch_id = ${choice.batchId}::uuid`;
}

/**
 * Stops active runs: those nobody works on end at once as cancelled, the others are asked to. One statement, so that a run which changes state
 * meanwhile is met in the state it then has.
 */
export async function cancelRunRows(
  tx: Tx,
  wish: { choice: RunChoice; cancelledBy: string; by: string; now: Date },
): Promise<{ cancelled: number; asked: number }> {
  const { now } = wish;
  const [counted] = await tx.$queryRaw<{ cancelled: number; asked: number }[]>`
    with stopped as (
      update run r
         set state = case when r.state = 'running' then r.state else 'cancelled' end,
             finished_at = case when r.state = 'running' then null else ${now}::timestamptz end,
             rung_at = case when r.state = 'running' then r.rung_at end,
             reason_code = null, not_before = null, cancel_at = coalesce(r.cancel_at, ${now}), cancelled_by = coalesce(r.cancelled_by, ${wish.cancelledBy})
       where ${chosen(wish.choice)} and r.state in ('queued', 'running', 'waiting', 'held')
      returning r.id, r.tenant_id, r.state),
    told as (
      insert into run_event (run_id, tenant_id, at, kind, detail)
      select id, tenant_id, ${now}, case when state = 'running' then 'cancelling' else 'cancelled' end, jsonb_build_object('by', ${wish.by}::text)
        from stopped)
    select count(*) filter (where state = 'cancelled')::int as cancelled, count(*) filter (where state = 'running')::int as asked from stopped`;
  return counted ?? { cancelled: 0, asked: 0 };
}

/**
 * Queues runs again that ended in one of the states, each from the checkpoint it kept and with a deadline as long as its first. Proofs are left
 * alone, as are runs whose schedule has another run of the tenant under way. Returns how many.
 */
export async function retryRunRows(
  tx: Tx,
  wish: { choice: RunChoice; from: readonly ('failed' | 'partial')[]; by: string; now: Date },
): Promise<number> {
  const { now } = wish;
  const [counted] = await tx.$queryRaw<{ retried: number }[]>`
    with retried as (
      update run r
         set state = 'queued', attempt = 0, slice = r.slice + 1, finished_at = null, not_before = null, reason_code = null, rung_at = null,
             cancel_at = null, cancelled_by = null, result = null, error_domain = null, error_code = null, error_detail = null,
             deadline_at = ${now}::timestamptz + (r.deadline_at - r.created_at)
       where ${chosen(wish.choice)} and r.state = any(${wish.from}::run_state[]) and r.job <> 'verify-connection'
         and (r.schedule_id is null or not exists (
               select from run o where o.schedule_id = r.schedule_id and o.tenant_id = r.tenant_id
                                   and o.state in ('queued', 'running', 'waiting', 'held')))
      returning r.id, r.tenant_id),
    told as (
      insert into run_event (run_id, tenant_id, at, kind, detail)
      select id, tenant_id, ${now}, 'retried', jsonb_build_object('by', ${wish.by}::text) from retried)
    select count(*)::int as retried from retried`;
  return counted?.retried ?? 0;
}

/** Ends every run whose deadline has passed as failed. The fence moves on, so that a worker that is at one of them writes nothing more. */
export async function failRunsPastDeadline(tx: Tx, wish: { now: Date; limit: number; detail: object }): Promise<number> {
  const { now } = wish;
  const [counted] = await tx.$queryRaw<{ ended: number }[]>`
    with late as (
      select id from run where deadline_at <= ${now} and finished_at is null and state in ('queued', 'running', 'waiting', 'held')
       order by deadline_at limit ${wish.limit} for update skip locked),
    ended as (
      update run r
         set state = 'failed', finished_at = ${now}, fence = r.fence + 1, slice = r.slice + 1, rung_at = null, claimed_by = null, lease_until = null,
             not_before = null, reason_code = null, error_domain = 'our-bug', error_code = 'deadline-passed', error_detail = ${JSON.stringify(wish.detail)}::jsonb
        from late where r.id = late.id
      returning r.id, r.tenant_id),
    told as (
      insert into run_event (run_id, tenant_id, at, kind, detail)
      select id, tenant_id, ${now}, 'failed', '{"code":"deadline-passed"}' from ended)
    select count(*)::int as ended from ended`;
  return counted?.ended ?? 0;
}

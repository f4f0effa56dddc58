import type { Tx } from '../database.ts';

/** Runs of a batch by state, and what its pace is told from. */
export interface BatchStanding {
  batchId: string;
  counts: Record<string, number>;
  /** Runs that ended since the given instant. */
  endedLately: number;
  /** When the last of the runs that wait may begin; null when none waits for an instant. */
  lastBegin: Date | null;
}

/** Where open batches stand: one pass over the runs of each. */
export async function readBatchStandings(tx: Tx, choice: { batchIds: string[]; since: Date }): Promise<BatchStanding[]> {
  return tx.$queryRaw`
    with by_state as (
      select batch_id, state, count(*)::int as n, count(*) filter (where finished_at > ${choice.since})::int as lately,
             max(not_before) filter (where state in ('queued', 'waiting')) as last_begin
        from run where batch_id = any(${choice.batchIds}::uuid[]) group by batch_id, state)
    select batch_id as "batchId", jsonb_object_agg(state, n) as counts, sum(lately)::int as "endedLately", max(last_begin) as "lastBegin"
      from by_state group by batch_id`;
}

/**
 * Closes batches none of whose runs is active, with their runs counted once and for all, and returns their ids.
 *
 * The batch is locked before its runs are looked at a second time: a retry locks it too before it touches a run, so neither overlooks the other.
 */
export async function closeEndedBatches(tx: Tx, choice: { now: Date; limit: number }): Promise<string[]> {
  const open = await tx.$queryRaw<{ id: string }[]>`
    select id from batch b
     where ended_at is null
       and not exists (select from run r where r.batch_id = b.id and r.state in ('queued', 'running', 'waiting', 'held'))
     order by created_at limit ${choice.limit} for no key update skip locked`;
  if (open.length === 0) return [];
  const closed = await tx.$queryRaw<{ id: string }[]>`
    update batch b
       set state = (case when b.state = 'cancelled' then 'cancelled' else 'ended' end)::batch_state,
           paused_by = null, paused_at = null, paused_until = null,
           ended_at = coalesce((select max(finished_at) from run r where r.batch_id = b.id), ${choice.now}),
           end_counts = (select coalesce(jsonb_object_agg(state, n), '{}') from (
                           select state, count(*) as n from run r where r.batch_id = b.id group by state) counted)
     where id = any(${open.map(({ id }) => id)}::uuid[])
       and not exists (select from run r where r.batch_id = b.id and r.state in ('queued', 'running', 'waiting', 'held'))
    returning id`;
  return closed.map(({ id }) => id);
}

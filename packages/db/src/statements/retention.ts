import type { Tx } from '../database.ts';

/** Where a walk over ended runs stands: rows after this one, by the time they ended. */
export interface EndedRun {
  runId: string;
  tenantId: string;
  finishedAt: Date;
  hasResults: boolean;
}

/**
 * The right to purge, at most once in a while.
 *
 * @returns the last run whose lines were trimmed before, for the one that has the right; else null
 */
export async function claimPurge(
  tx: Tx,
  by: { now: Date; notSince: Date },
): Promise<{ finishedAt: Date | null; runId: string | null } | null> {
  const [claimed] = await tx.$queryRaw<{ finishedAt: Date | null; runId: string | null }[]>`
    update fleet_state set purged_at = ${by.now} where id = 1 and (purged_at is null or purged_at <= ${by.notSince})
    returning trimmed_until as "finishedAt", trimmed_run_id as "runId"`;
  return claimed ?? null;
}

/** Runs that ended before an instant, longest ago first, without those whose batch goes on: its runs may be retried. */
export async function findEndedRuns(
  tx: Tx,
  by: { after: { finishedAt: Date; runId: string }; before: Date; limit: number },
): Promise<EndedRun[]> {
  return tx.$queryRaw`
    select r.id as "runId", r.tenant_id as "tenantId", r.finished_at as "finishedAt", r.result_rows is not null as "hasResults"
      from run r left join batch b on b.id = r.batch_id
     where r.finished_at is not null and (r.finished_at, r.id) > (${by.after.finishedAt}, ${by.after.runId}::uuid) and r.finished_at < ${by.before}
       and (b.id is null or b.state in ('ended', 'cancelled'))
     order by r.finished_at, r.id limit ${by.limit}`;
}

/** Heartbeats that succeeded before an instant, longest ago first. */
export async function findEndedHeartbeats(tx: Tx, by: { before: Date; limit: number }): Promise<EndedRun[]> {
  return tx.$queryRaw`
    select id as "runId", tenant_id as "tenantId", finished_at as "finishedAt", false as "hasResults" from run
     where trigger = 'heartbeat' and state = 'succeeded' and finished_at < ${by.before}
     order by finished_at limit ${by.limit}`;
}

/** Ended runs whose results are kept though as many newer runs of the same job and tenant keep theirs. */
export async function findSurplusResults(
  tx: Tx,
  by: { keep: number; limit: number },
): Promise<{ runId: string; tenantId: string }[]> {
  return tx.$queryRaw`
    select ranked.id as "runId", ranked.tenant_id as "tenantId"
      from (select id, tenant_id, batch_id, row_number() over (partition by tenant_id, job order by finished_at desc, id desc) as place
              from run where result_rows is not null and finished_at is not null) as ranked
      left join batch b on b.id = ranked.batch_id
     where ranked.place > ${by.keep} and (b.id is null or b.state in ('ended', 'cancelled'))
     limit ${by.limit}`;
}

/** Deletes log lines and timelines of ended runs, in the scope of their tenant. Gives how many rows went. */
export async function trimRuns(tx: Tx, runIds: readonly string[]): Promise<number> {
  const [trimmed] = await tx.$queryRaw<{ rows: number }[]>`
    with ended as (select id from run where id = any (${runIds}::uuid[]) and finished_at is not null),
    logs as (delete from run_log where run_id in (select id from ended) returning id),
    events as (delete from run_event where run_id in (select id from ended) returning id)
    select (select count(*) from logs)::int + (select count(*) from events)::int as rows`;
  return trimmed?.rows ?? 0;
}

/** Deletes at most `limit` batches that ended before an instant and have no run left. */
export async function deleteEmptyBatches(tx: Tx, by: { before: Date; limit: number }): Promise<number> {
  return tx.$executeRaw`
    delete from batch where id in (
      select id from batch b
       where b.state in ('ended', 'cancelled') and b.created_at < ${by.before} and not exists (select from run r where r.batch_id = b.id)
       order by created_at limit ${by.limit})`;
}

import type { Tx } from '../database.ts';

/** A slip as the queue carries it. */
interface SlipRow {
  runId: string;
  slice: number;
  ring: number;
  lane: 'prompt' | 'bulk';
}

export interface ClaimedRun {
  runId: string;
  tenantId: string;
  job: string;
  params: unknown;
  checkpoint: unknown;
  progress: unknown;
  slice: number;
  attempt: number;
  fence: number;
  trigger: string;
  createdAt: Date;
  tokenGeneration: number;
  connectionState: string;
}

/**
 * Claims a run by its newest slip: raises the fence and sets the lease. Returns null when the slip is old, the run was claimed already, or its
 * tenant or the fleet may not be called yet; in the last case the slip counts as handed back, so that the run is rung again when it may.
 */
export async function claimRunRow(
  tx: Tx,
  claim: { runId: string; slice: number; ring: number; workerId: string; now: Date; leaseUntil: Date },
): Promise<ClaimedRun | null> {
  const rows = await tx.$queryRaw<ClaimedRun[]>`
    update run r
       set state = 'running', fence = r.fence + 1, claimed_by = ${claim.workerId}, lease_until = ${claim.leaseUntil},
           started_at = coalesce(r.started_at, ${claim.now}), reason_code = null, not_before = null
      from connection c
     where r.id = ${claim.runId}::uuid and r.slice = ${claim.slice} and r.ring = ${claim.ring}
       and r.state in ('queued', 'waiting') and r.rung_at is not null
       and c.tenant_id = r.tenant_id and (c.not_before is null or c.not_before <= ${claim.now})
       and not exists (select 1 from fleet_state f where f.not_before > ${claim.now})
    returning r.id as "runId", r.tenant_id as "tenantId", r.job, r.params, r.checkpoint, r.progress, r.slice, r.attempt, r.fence, r.trigger,
              r.created_at as "createdAt", c.token_generation as "tokenGeneration", c.state::text as "connectionState"`;
  if (rows[0] !== undefined) return rows[0];
  await tx.$executeRaw`
    update run set rung_at = null
     where id = ${claim.runId}::uuid and slice = ${claim.slice} and ring = ${claim.ring} and state in ('queued', 'waiting')`;
  return null;
}

/**
 * Marks what may run now as rung, at most `limit` runs and at most one of a tenant (proofs stand outside that rule), and returns their slips.
 *
 * @param choice.tenantId only runs of this tenant; null = all
 */
export async function ringDueRuns(tx: Tx, choice: { now: Date; tenantId: string | null; limit: number }): Promise<SlipRow[]> {
  return tx.$queryRaw<SlipRow[]>`
    with due as (
      select distinct on (r.tenant_id, r.job = 'verify-connection') r.id
        from run r
        join connection c on c.tenant_id = r.tenant_id
       where r.state in ('queued', 'waiting') and r.rung_at is null
         and (${choice.tenantId}::uuid is null or r.tenant_id = ${choice.tenantId}::uuid)
         and (r.not_before is null or r.not_before <= ${choice.now})
         and (c.not_before is null or c.not_before <= ${choice.now})
         and not exists (select 1 from fleet_state f where f.not_before > ${choice.now})
         and (r.job = 'verify-connection' or (
               c.state in ('active', 'degraded')
               and not exists (select 1 from run other where other.tenant_id = r.tenant_id and other.rung_at is not null
                                                         and other.job <> 'verify-connection')))
       order by r.tenant_id, r.job = 'verify-connection', r.created_at, r.id
       limit ${choice.limit})
    update run r set ring = r.ring + 1, rung_at = ${choice.now}
      from due where r.id = due.id and r.rung_at is null and r.state in ('queued', 'waiting')
    returning r.id as "runId", r.slice, r.ring, r.lane::text as lane`;
}

/** Rings again the runs of a lane whose slip went out before `rungBefore` and was never claimed. */
export async function ringLostSlips(
  tx: Tx,
  choice: { lane: 'prompt' | 'bulk'; rungBefore: Date; now: Date; limit: number },
): Promise<SlipRow[]> {
  return tx.$queryRaw<SlipRow[]>`
    update run set ring = ring + 1, rung_at = ${choice.now}
     where id in (select id from run
                   where state in ('queued', 'waiting') and rung_at < ${choice.rungBefore} and lane = ${choice.lane}::lane
                   order by rung_at limit ${choice.limit} for update skip locked)
    returning id as "runId", slice, ring, lane::text as lane`;
}

/** Takes back the runs whose lease ran out: their worker is lost. */
export async function takeBackExpiredRuns(
  tx: Tx,
  now: Date,
): Promise<{ runId: string; tenantId: string; attempt: number; claimedBy: string | null }[]> {
  return tx.$queryRaw`
    update run set state = 'waiting', rung_at = null, lease_until = null, slice = slice + 1, attempt = attempt + 1
     where id in (select id from run where state = 'running' and lease_until < ${now} for update skip locked)
    returning id as "runId", tenant_id as "tenantId", attempt, claimed_by as "claimedBy"`;
}

/** Ended runs by hour since an instant, for a chart; hours in which nothing ended are absent. */
export async function countEndedByHour(tx: Tx, since: Date): Promise<{ hour: Date; state: string; count: number }[]> {
  return tx.$queryRaw`
    select date_trunc('hour', finished_at) as hour, state::text as state, count(*)::int as count
      from run where finished_at >= ${since} and not (job = 'verify-connection' and trigger = 'heartbeat')
     group by 1, 2 order by 1`;
}

/** Holds what waits for a connection that cannot work now, so that no run looks as if its turn would come. */
export async function holdRunsOfIdleConnections(tx: Tx): Promise<{ runId: string; tenantId: string }[]> {
  return tx.$queryRaw`
    update run r set state = 'held', reason_code = 'not-granted'
      from connection c
     where c.tenant_id = r.tenant_id and c.state not in ('active', 'degraded', 'settling')
       and r.state in ('queued', 'waiting') and r.rung_at is null and r.job <> 'verify-connection'
    returning r.id as "runId", r.tenant_id as "tenantId"`;
}

/** Settling connections whose proof ended without a verdict, an hour ago or never: somebody has to look again. */
export async function findSettlingWithoutProof(
  tx: Tx,
  choice: { endedBefore: Date; limit: number },
): Promise<{ tenantId: string }[]> {
  return tx.$queryRaw`
    select c.tenant_id as "tenantId" from connection c
     where c.state = 'settling'
       and not exists (select 1 from run r where r.tenant_id = c.tenant_id and r.job = 'verify-connection'
                         and (r.state in ('queued', 'running', 'waiting') or r.finished_at > ${choice.endedBefore}))
     limit ${choice.limit}`;
}

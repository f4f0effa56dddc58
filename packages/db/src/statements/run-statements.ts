import type { Tx } from '../database.ts';

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
       and r.state in ('queued', 'waiting') and r.rung_at is null and r.finished_at is null and r.job <> 'verify-connection'
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

import type { Database, Tx } from '../database.ts';
import { driverStatement } from '../driver-statement.ts';
import { Prisma } from '../generated/client.ts';
import { mayBeginSlice, type SlipRow } from './run-ringing.ts';

export interface ClaimedRun {
  runId: string;
  tenantId: string;
  job: string;
  params: unknown;
  checkpoint: unknown;
  progress: unknown;
  slice: number;
  lane: SlipRow['lane'];
  attempt: number;
  fence: number;
  trigger: string;
  createdAt: Date;
  tokenGeneration: number;
  connectionState: string;
  /** Application permissions that the newest proof saw. */
  grantedPermissions: string[];
  /** Span in which the run was begun. */
  traceparent: string | null;
  /** Users the tenant's last sync counted; null = never counted. */
  userCount: number | null;
}

/**
 * Claims a run by its newest slip: raises the fence and sets the lease. Returns null when the slip is old, the run was claimed already, or it
 * may not begin a slice now; in the last case the slip counts as handed back, so that the run is rung again when it may.
 */
export async function claimRunRow(
  db: Database,
  claim: { runId: string; slice: number; ring: number; workerId: string; now: Date; leaseUntil: Date },
): Promise<ClaimedRun | null> {
  const { runId, now } = claim;
  // A run of many slices is claimed many times; its timeline names the first. Listeners hear of it where somebody may be waiting: the server
  // commits one transaction that notifies at a time.
  const [claimed] = await db.fleetStatement<ClaimedRun>(Prisma.sql`
    with claimed as (
      update run r
         set state = 'running', fence = r.fence + 1, claimed_by = ${claim.workerId}, lease_until = ${claim.leaseUntil},
             started_at = coalesce(r.started_at, ${now}), reason_code = null, not_before = null
        from connection c join tenant t using (tenant_id) join fleet_state f on f.id = 1
       where r.id = ${runId}::uuid and r.slice = ${claim.slice} and r.ring = ${claim.ring}
         and r.state in ('queued', 'waiting') and r.rung_at is not null and (r.deadline_at is null or r.deadline_at > ${now})
         and c.tenant_id = r.tenant_id and ${mayBeginSlice(now)}
      returning r.*, c.token_generation, c.state as connection_state, c.granted_permissions, t.user_count),
    told as (
      insert into run_event (run_id, tenant_id, at, kind, detail)
      select id, tenant_id, ${now}, 'claimed', jsonb_build_object('worker', claimed_by) from claimed where slice = 0)
    select id as "runId", tenant_id as "tenantId", job, params, checkpoint, progress, slice, lane::text as lane, attempt, fence, trigger, traceparent,
           created_at as "createdAt", token_generation as "tokenGeneration", connection_state::text as "connectionState", granted_permissions as "grantedPermissions",
           user_count as "userCount",
           case when lane = 'prompt' and slice = 0 then pg_notify('tenantry', 'run ' || id || ' ' || tenant_id)::text end
      from claimed`);
  if (claimed !== undefined) return claimed;
  await db.fleetStatement(Prisma.sql`
    update run set rung_at = null
     where id = ${runId}::uuid and slice = ${claim.slice} and ring = ${claim.ring} and state in ('queued', 'waiting')`);
  return null;
}

/**
 * Prolongs a lease. `lost`: the fence has moved on. `cancelled`: the run is to stop, and the lease is left as it is.
 *
 * @param renewal.page a page is about to be written: failures before it no longer count
 */
export async function renewLeaseRow(
  tx: Tx,
  renewal: { runId: string; fence: number; leaseUntil: Date; page: boolean },
): Promise<'held' | 'lost' | 'cancelled'> {
  // A page that a crash of PostgreSQL takes back is read again: its rows and the checkpoint after it vanish together, and so does every claim of a
  // later fence. So its commit need not wait for the disk.
  const statement = Prisma.sql`
    update run
       set lease_until = case when cancel_at is null then ${renewal.leaseUntil}::timestamptz else lease_until end,
           attempt = case when ${renewal.page} then 0 else attempt end
     where id = ${renewal.runId}::uuid and fence = ${renewal.fence} and state = 'running'
    returning cancel_at is not null as cancelled,
              set_config('synchronous_commit', case when ${renewal.page} then 'off' else current_setting('synchronous_commit') end, true)`;
  const [row] = await driverStatement<{ cancelled: boolean }>(tx, 'renew-lease', statement);
  return row === undefined ? 'lost' : row.cancelled ? 'cancelled' : 'held';
}

/** Writes where a run goes on after a page, and how far it is. */
export async function writePosition(tx: Tx, runId: string, position: { checkpoint: unknown; progress: unknown }): Promise<void> {
  const { checkpoint, progress } = position;
  const statement = Prisma.sql`
    update run set checkpoint = ${checkpoint === null ? null : JSON.stringify(checkpoint)}::jsonb, progress = ${JSON.stringify(progress)}::jsonb
     where id = ${runId}::uuid`;
  await driverStatement(tx, 'write-position', statement);
}

/** Takes back the runs whose lease ran out: their worker is lost. One that was to stop is cancelled instead. */
export async function takeBackExpiredRuns(
  tx: Tx,
  now: Date,
): Promise<{ runId: string; tenantId: string; attempt: number; claimedBy: string | null; state: 'waiting' | 'cancelled' }[]> {
  return tx.$queryRaw`
    update run set state = (case when cancel_at is null then 'waiting' else 'cancelled' end)::run_state,
                   finished_at = case when cancel_at is null then null else ${now}::timestamptz end,
                   rung_at = null, lease_until = null, slice = slice + 1, attempt = attempt + 1
     where id in (select id from run where state = 'running' and lease_until < ${now} for update skip locked)
    returning id as "runId", tenant_id as "tenantId", attempt, claimed_by as "claimedBy", state::text as state`;
}

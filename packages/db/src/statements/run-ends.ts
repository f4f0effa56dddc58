import type { Database } from '../database.ts';
import { Prisma } from '../generated/client.ts';
import type { SlipRow } from './run-ringing.ts';

/** How a claimed run goes on after a slice. */
export interface RunLeaving {
  runId: string;
  fence: number;
  now: Date;
  state: 'waiting' | 'held' | 'succeeded' | 'partial' | 'failed' | 'cancelled';
  /** The run waits until then; null: only for its turn. */
  notBefore: Date | null;
  reasonCode: string | null;
  /** Kept as they are when absent. */
  result?: object;
  error?: { domain: string; code: string; detail: object };
  /** Begins from nothing the next time. */
  forget?: boolean;
  countsAsAttempt?: boolean;
  /** It had its turn and was not through: from now on it shares the slots of runs like it, so that short ones need not wait for it. */
  turnOver?: boolean;
  /** A line of the timeline, unless the run ends as cancelled, which has its own. */
  event: { kind: string; detail: object } | null;
}

export interface LeftRun {
  state: RunLeaving['state'];
  batchId: string | null;
  /** Other runs of the tenant wait to be rung. */
  othersDue: boolean;
  /** The run's next slip: it waits for nothing but its turn, and nobody of its tenant waits besides. */
  slip: SlipRow | null;
}

/**
 * Ends a slice in one statement: the run leaves `running`, its timeline says so, listeners hear of it. A run that was asked to stop does not wait
 * for another slice but ends as cancelled. Returns null, and writes nothing, when the fence has moved on.
 *
 * The commit does not wait for the disk, because the server commits one transaction that notifies at a time. A server that loses power in the
 * moment after it has a run that is still claimed: its lease ends, and its last slice is done again from its last page.
 */
export async function leaveRunning(db: Database, leaving: RunLeaving): Promise<LeftRun | null> {
  const { now, error, event } = leaving;
  const goesOn = leaving.state === 'waiting' || leaving.state === 'held';
  const next = goesOn
    ? Prisma.sql`(case when r.cancel_at is null then ${leaving.state} else 'cancelled' end)`
    : Prisma.sql`${leaving.state}`;
  const rings = leaving.state === 'waiting' && leaving.notBefore === null;
  const json = (value: object | undefined) => (value === undefined ? null : JSON.stringify(value));
  const [left] = await db.fleetStatement<Omit<LeftRun, 'slip'> & SlipRow & { rung: boolean }>(Prisma.sql`
    with turn as (
      select r.id, exists (select from run o where o.tenant_id = r.tenant_id and o.id <> r.id
                              and o.rung_at is null and o.finished_at is null and o.state in ('queued', 'waiting')) as others_due
        from run r where r.id = ${leaving.runId}::uuid),
    ended as (
      update run r
         set state = ${next}::run_state, slice = r.slice + 1, claimed_by = null, lease_until = null,
             rung_at = case when ${rings} and r.cancel_at is null and not turn.others_due then ${now}::timestamptz end,
             ring = r.ring + case when ${rings} and r.cancel_at is null and not turn.others_due then 1 else 0 end,
             not_before = ${leaving.notBefore}::timestamptz, reason_code = ${leaving.reasonCode},
             finished_at = case when ${next} in ('waiting', 'held') then null else ${now}::timestamptz end,
             attempt = r.attempt + ${leaving.countsAsAttempt ? 1 : 0},
             lane = case when ${leaving.turnOver ?? false} and r.lane = 'bulk' then 'long' else r.lane end,
             result = coalesce(${json(leaving.result)}::jsonb, r.result),
             checkpoint = ${leaving.forget || leaving.result ? Prisma.sql`null` : Prisma.sql`r.checkpoint`},
             progress = ${leaving.forget ? Prisma.sql`null` : Prisma.sql`r.progress`},
             error_domain = coalesce(${error?.domain ?? null}, r.error_domain), error_code = coalesce(${error?.code ?? null}, r.error_code),
             error_detail = coalesce(${json(error?.detail)}::jsonb, r.error_detail)
        from turn
       where r.id = turn.id and r.fence = ${leaving.fence} and r.state = 'running'
      returning r.id, r.tenant_id, r.batch_id, r.state, r.slice, r.ring, r.lane, r.rung_at, turn.others_due),
    told as (
      insert into run_event (run_id, tenant_id, at, kind, detail)
      select id, tenant_id, ${now}, coalesce(kind, state::text), detail
        from (select ended.*, case when state = 'cancelled' then null else ${event?.kind ?? null} end as kind,
                     case when state = 'cancelled' then null else ${json(event?.detail)}::jsonb end as detail from ended) told
       where kind is not null or state = 'cancelled')
    select id as "runId", state::text as state, batch_id as "batchId", slice, ring, lane::text as lane, rung_at is not null as rung,
           others_due as "othersDue", pg_notify('tenantry', 'run ' || id || ' ' || tenant_id)::text,
           set_config('synchronous_commit', 'off', true)
      from ended`);
  if (left === undefined) return null;
  const { runId, slice, ring, lane, rung, state, batchId, othersDue } = left;
  return { state, batchId, othersDue, slip: rung ? { runId, slice, ring, lane } : null };
}

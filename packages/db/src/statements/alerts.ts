import type { Tx } from '../database.ts';
import { asJson } from './as-json.ts';
import { mayBeginSlice } from './run-ringing.ts';

export interface AlertRow {
  kind: string;
  /** What it is about: one open alert for a kind and a subject. */
  subject: string;
  detail: Record<string, unknown>;
}

/**
 * The right to look for alerts, at most once in a while: whoever comes while another holds it goes on without waiting.
 *
 * @returns the state of the fleet for the one that has the right, else null
 */
export async function claimAlertCheck(
  tx: Tx,
  by: { now: Date; notSince: Date },
): Promise<{ credentialBrokenSince: Date | null; credentialErrorCode: string | null } | null> {
  const [fleet] = await tx.$queryRaw<{ credentialBrokenSince: Date | null; credentialErrorCode: string | null }[]>`
    update fleet_state set alerts_checked_at = ${by.now}
     where id in (select id from fleet_state where alerts_checked_at is null or alerts_checked_at <= ${by.notSince} for update skip locked)
    returning credential_broken_since as "credentialBrokenSince", credential_error_code as "credentialErrorCode"`;
  return fleet ?? null;
}

/** Opens the wanted alerts that are not open, and closes the open ones of these kinds that are wanted no more. Gives how many changed. */
export async function reconcileAlerts(
  tx: Tx,
  by: { kinds: readonly string[]; wanted: readonly AlertRow[]; now: Date },
): Promise<number> {
  const { kinds, wanted, now } = by;
  return tx.$executeRaw`
    with wanted as (
      select * from jsonb_to_recordset(${asJson(wanted)}::jsonb) as row (kind text, subject text, detail jsonb)),
    opened as (
      insert into alert (id, kind, subject, detail, opened_at)
      select gen_random_uuid(), kind, subject, detail, ${now} from wanted
      on conflict (kind, subject) where closed_at is null do nothing
      returning id),
    closed as (
      update alert set closed_at = ${now}
       where closed_at is null and kind = any (${kinds}::text[])
         and not exists (select from wanted where wanted.kind = alert.kind and wanted.subject = alert.subject)
      returning id)
    select id from opened union all select id from closed`;
}

/**
 * Schedules that did not do what was expected of them: nobody fired them though they were due before `dueBefore`, a firing was left out, or runs
 * that were to begin before `begunBefore` have not, and no pause and no throttle explains it.
 */
export async function findMissedSchedules(
  tx: Tx,
  by: { dueBefore: Date; begunBefore: Date; now: Date },
): Promise<{ id: string; label: string; reason: 'not-fired' | 'left-out' | 'not-begun'; since: Date }[]> {
  const { dueBefore, begunBefore, now } = by;
  return tx.$queryRaw`
    select id, label,
           case when next_at <= ${dueBefore} then 'not-fired' when missed_at is not null then 'left-out' else 'not-begun' end as reason,
           case when next_at <= ${dueBefore} then next_at else coalesce(missed_at, late.since) end as since
      from schedule s
      left join lateral (
        select r.not_before as since
          from run r join connection c using (tenant_id) join tenant t using (tenant_id) cross join fleet_state f
         where r.schedule_id = s.id and r.state = 'queued' and r.started_at is null and r.not_before <= ${begunBefore} and ${mayBeginSlice(now)}
         order by r.not_before limit 1) as late on true
     where s.enabled and (s.next_at <= ${dueBefore} or s.missed_at is not null or late.since is not null)`;
}

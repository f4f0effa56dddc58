import type { Tx } from '../database.ts';
import { Prisma } from '../generated/client.ts';

/** Which tenants a statement is about; each part that is not null narrows it. */
export interface TenantChoice {
  tenantIds: string[] | null;
  tag: string | null;
  states: string[] | null;
  /** As in the list of tenants: part of name or domain, or a whole tenant id or external reference. */
  search: string | null;
}

export interface RunCreation {
  choice: TenantChoice;
  job: string;
  params: object;
  lane: 'prompt' | 'bulk';
  /** Permissions without which a run is held from the beginning. */
  permissions: readonly string[];
  trigger: string;
  requestedBy: string;
  /** Who is named in each run's timeline. */
  by: string;
  /** Absent: the runs are no batch. */
  batch?: { id: string; label: string; selection: object } | undefined;
  scheduleId: string | null;
  /** The runs of one creation begin within so many milliseconds after `notBefore`, each tenant always at its own place. */
  spreadMs: number;
  notBefore: Date | null;
  /** How long a run has from when it may begin; null: for ever. */
  deadlineMs: number | null;
  /** Span in which they are begun. */
  traceparent: string | null;
  now: Date;
}

export interface CreatedRuns {
  created: number;
  /** Only when there are at most `mostNamed` of them. */
  runIds: string[];
  skipped: Skipped;
}

/** Tenants that were left out. */
export interface Skipped {
  counts: Record<string, number>;
  /** The first `mostNamed` of them. */
  named: { tenantId: string; reason: string }[];
}

const mostNamed = 100;

/** Connections a choice means. Speaks of `c` (connection) and `t` (tenant). */
function chosenTenants(choice: TenantChoice): Prisma.Sql {
  const conditions = [Prisma.sql`true`];
  if (choice.tenantIds !== null) conditions.push(Prisma.sql`c.tenant_id = any(${choice.tenantIds}::uuid[])`);
  if (choice.tag !== null) conditions.push(Prisma.sql`t.tags @> array[${choice.tag}]`);
  if (choice.states !== null) conditions.push(Prisma.sql`c.state = any(${choice.states}::connection_state[])`);
  if (choice.search !== null) {
    const part = `%${choice.search}%`;
    conditions.push(Prisma.sql`(t.name ilike ${part} or t.default_domain ilike ${part} or lower(t.external_ref) = lower(${choice.search})
      or t.tenant_id::text = lower(${choice.search}))`);
  }
  return Prisma.join(conditions, ' and ');
}

/** The id of a new run. PostgreSQL has uuidv7() only since 18; the part that tells the time is one for the whole statement. */
function newRunId(now: Date): Prisma.Sql {
  const time = now.getTime().toString(16).padStart(12, '0');
  return Prisma.sql`(${`${time.slice(0, 8)}-${time.slice(8)}-7`} || substr(gen_random_uuid()::text, 16))::uuid`;
}

/**
 * Makes a run for every chosen tenant, with its line in the timeline and their batch, in one statement. Tenants are left out whose connection
 * cannot work, and those that have a run of the same schedule under way. Without any run there is no batch.
 */
export async function createRunRows(tx: Tx, wish: RunCreation): Promise<CreatedRuns> {
  const { choice, batch, now } = wish;
  const asked = choice.tenantIds ?? [];
  const offset =
    wish.spreadMs === 0
      ? Prisma.sql`0`
      : Prisma.sql`abs(hashtextextended(${wish.scheduleId ?? ''} || c.tenant_id::text, 0) % ${wish.spreadMs})`;
  const [made] = await tx.$queryRaw<CreatedRuns[]>`
    with candidate as (
      select c.tenant_id,
             case when c.state not in ('settling', 'active', 'degraded') then c.state::text end as skip,
             case when c.state = 'settling' then 'settling'
                  when f.credential_broken_since is not null then 'credential-broken'
                  when not c.granted_permissions @> ${wish.permissions}::text[] then 'permission-missing' end as hold,
             ${wish.notBefore}::timestamptz + ${offset} * interval '1 millisecond' as not_before
        from connection c join tenant t using (tenant_id) left join fleet_state f on f.id = 1
       where ${chosenTenants(choice)}),
    created as (
      insert into run (id, tenant_id, job, params, lane, trigger, requested_by, batch_id, schedule_id, state, reason_code, created_at, not_before, deadline_at, traceparent)
      select ${newRunId(now)}, tenant_id, ${wish.job}, ${JSON.stringify(wish.params)}::jsonb, ${wish.lane}::lane, ${wish.trigger}, ${wish.requestedBy},
             ${batch?.id ?? null}::uuid, ${wish.scheduleId}::uuid, (case when hold is null then 'queued' else 'held' end)::run_state, hold, ${now}, not_before,
             coalesce(not_before, ${now}::timestamptz) + ${wish.deadlineMs}::float8 * interval '1 millisecond', ${wish.traceparent}
        from candidate where skip is null
      on conflict do nothing
      returning id, tenant_id),
    told as (
      insert into run_event (run_id, tenant_id, at, kind, detail)
      select id, tenant_id, ${now}, 'created', ${JSON.stringify({ by: wish.by })}::jsonb from created),
    bundled as (
      insert into batch (id, job, label, params, selection, tenant_count, requested_by, schedule_id, created_at)
      select ${batch?.id ?? null}::uuid, ${wish.job}, ${batch?.label ?? ''}, ${JSON.stringify(wish.params)}::jsonb,
             ${JSON.stringify(batch?.selection ?? {})}::jsonb, count(*), ${wish.requestedBy}, ${wish.scheduleId}::uuid, ${now}
        from created where ${batch !== undefined} having count(*) > 0),
    skipped as (
      select tenant_id, coalesce(skip, 'already-active') as reason from candidate where tenant_id not in (select tenant_id from created)
       union all
      select id, 'unknown-tenant' from unnest(${asked}::uuid[]) as id where id not in (select tenant_id from connection))
    select ${answer(Prisma.sql`created`)}`;
  if (made === undefined) throw new Error('the statement that makes runs answered nothing');
  return made;
}

/**
 * Makes the proof of every chosen tenant due: begins one, or lets the one that is under way wait no longer. Tenants are left out whose
 * connection is in none of the `provable` states; null = in any. `created` counts the proofs that are due, new or not.
 */
export async function createProofRows(
  tx: Tx,
  wish: {
    choice: TenantChoice;
    provable: readonly string[] | null;
    trigger: string;
    requestedBy: string;
    traceparent: string | null;
    now: Date;
  },
): Promise<CreatedRuns> {
  const { choice, now } = wish;
  const asked = choice.tenantIds ?? [];
  const [made] = await tx.$queryRaw<CreatedRuns[]>`
    with candidate as (
      select c.tenant_id, case when not c.state = any(coalesce(${wish.provable}::connection_state[], array[c.state])) then c.state::text end as skip
        from connection c join tenant t using (tenant_id) where ${chosenTenants(choice)}),
    begun as (
      insert into run (id, tenant_id, job, params, lane, trigger, requested_by, created_at, traceparent)
      select ${newRunId(now)}, tenant_id, 'verify-connection', '{}', 'prompt', ${wish.trigger}, ${wish.requestedBy}, ${now}, ${wish.traceparent}
        from candidate where skip is null
      on conflict do nothing
      returning id, tenant_id),
    told as (
      insert into run_event (run_id, tenant_id, at, kind, detail)
      select id, tenant_id, ${now}, 'created', jsonb_build_object('trigger', ${wish.trigger}::text) from begun),
    hastened as (
      update run set not_before = null, traceparent = coalesce(${wish.traceparent}, traceparent)
       where tenant_id in (select tenant_id from candidate where skip is null) and job = 'verify-connection'
         and state = 'waiting' and rung_at is null),
    due as (
      select id, tenant_id from begun
       union all
      select id, tenant_id from run where tenant_id in (select tenant_id from candidate where skip is null)
                                      and job = 'verify-connection' and state in ('queued', 'running', 'waiting')),
    skipped as (
      select tenant_id, skip as reason from candidate where skip is not null
       union all
      select id, 'unknown-tenant' from unnest(${asked}::uuid[]) as id where id not in (select tenant_id from connection))
    select ${answer(Prisma.sql`due`)}`;
  if (made === undefined) throw new Error('the statement that makes proofs answered nothing');
  return made;
}

/** What both statements answer, from the runs in `made` and the tenants in `skipped`. */
function answer(made: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    (select count(*)::int from ${made}) as created,
    (select case when count(*) > ${mostNamed} then '[]' else coalesce(jsonb_agg(id), '[]') end from ${made}) as "runIds",
    jsonb_build_object(
      'counts', (select coalesce(jsonb_object_agg(reason, n), '{}') from (select reason, count(*) as n from skipped group by reason) counted),
      'named', (select coalesce(jsonb_agg(jsonb_build_object('tenantId', tenant_id, 'reason', reason)), '[]')
                  from (select * from skipped limit ${mostNamed}) named)) as skipped`;
}

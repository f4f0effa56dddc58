import type { Tx } from '../database.ts';
import { driverStatement } from '../driver-statement.ts';
import { Prisma } from '../generated/client.ts';
import { asArray } from './as-array.ts';
import { lastOfEach } from './as-json.ts';

export interface GroupRow {
  /** GUID. */
  id: string;
  displayName: string | null;
  mail: string | null;
  mailEnabled: boolean | null;
  securityEnabled: boolean | null;
}

/** Writes a page of groups, by the rules of writeUsers. */
export async function writeGroups(
  tx: Tx,
  tenantId: string,
  groups: readonly GroupRow[],
  generation: number,
  now: Date,
): Promise<{ added: number; changed: number }> {
  if (groups.length === 0) return { added: 0, changed: 0 };
  const page = lastOfEach(groups, ({ id }) => id);
  const statement = Prisma.sql`
    with written as (
      insert into directory_group as kept (tenant_id, id, display_name, mail, mail_enabled, security_enabled, generation, changed_at)
      select ${tenantId}::uuid, id, display_name, mail, mail_enabled, security_enabled, ${generation}::int, ${now}::timestamptz
      from unnest(
        ${asArray(page.map((row) => row.id))}::uuid[],
        ${asArray(page.map((row) => row.displayName))}::text[],
        ${asArray(page.map((row) => row.mail))}::text[],
        ${asArray(page.map((row) => row.mailEnabled))}::boolean[],
        ${asArray(page.map((row) => row.securityEnabled))}::boolean[]
      ) as page (id, display_name, mail, mail_enabled, security_enabled)
      on conflict (tenant_id, id) do update set
        display_name = excluded.display_name, mail = excluded.mail, mail_enabled = excluded.mail_enabled,
        security_enabled = excluded.security_enabled, generation = greatest(kept.generation, excluded.generation), deleted_at = null,
        changed_at = case
          when (kept.display_name, kept.mail, kept.mail_enabled, kept.security_enabled, kept.deleted_at)
            is distinct from (excluded.display_name, excluded.mail, excluded.mail_enabled, excluded.security_enabled, null)
          then excluded.changed_at
          else kept.changed_at
        end
      where
        (kept.display_name, kept.mail, kept.mail_enabled, kept.security_enabled, kept.generation, kept.deleted_at)
        is distinct from
        (excluded.display_name, excluded.mail, excluded.mail_enabled, excluded.security_enabled, greatest(kept.generation, excluded.generation), null)
      returning case
        when xmax = 0 then 'added'
        when changed_at <> ${now}::timestamptz then 'seen'
        -- A subquery still finds the row as it was before this statement.
        when (select was.deleted_at is null from directory_group was where was.tenant_id = kept.tenant_id and was.id = kept.id) then 'changed'
        else 'added'
      end as what
    )
    select count(*) filter (where what = 'added')::int as added, count(*) filter (where what = 'changed')::int as changed from written`;
  const [counted] = await driverStatement<{ added: number; changed: number }>(tx, 'write-groups', statement);
  return counted ?? { added: 0, changed: 0 };
}

/** Tombstones groups by id and deletes the memberships in them. Gives how many groups went. */
export async function removeGroups(tx: Tx, tenantId: string, ids: readonly string[], now: Date): Promise<number> {
  if (ids.length === 0) return 0;
  await tx.$executeRaw`delete from directory_membership where tenant_id = ${tenantId}::uuid and group_id = any (${ids}::uuid[])`;
  return tx.$executeRaw`
    update directory_group set deleted_at = ${now}::timestamptz, changed_at = ${now}::timestamptz
    where tenant_id = ${tenantId}::uuid and id = any (${ids}::uuid[]) and deleted_at is null`;
}

/** Tombstones groups that the full pass `generation` did not see, as removeGroups does. Only after a pass that was read to its end. */
export async function sweepGroups(tx: Tx, tenantId: string, generation: number, now: Date): Promise<number> {
  await tx.$executeRaw`
    delete from directory_membership m using directory_group g
    where g.tenant_id = ${tenantId}::uuid and g.generation < ${generation} and g.deleted_at is null
      and m.tenant_id = g.tenant_id and m.group_id = g.id`;
  return tx.$executeRaw`
    update directory_group set deleted_at = ${now}::timestamptz, changed_at = ${now}::timestamptz
    where tenant_id = ${tenantId}::uuid and generation < ${generation} and deleted_at is null`;
}

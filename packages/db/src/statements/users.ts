import type { Tx } from '../database.ts';
import { driverStatement } from '../driver-statement.ts';
import { Prisma } from '../generated/client.ts';
import { asArray } from './as-array.ts';
import { lastOfEach } from './as-json.ts';

export interface UserRow {
  /** GUID. */
  id: string;
  displayName: string | null;
  userPrincipalName: string | null;
  mail: string | null;
  accountEnabled: boolean | null;
  userType: string | null;
}

/** A page of users in the form in which it is sent: a string for each column, that waits for its turn where ten thousand small ones would. */
export interface PackedUsers {
  columns: readonly string[];
}

/** Packs about 1,000 users in a millisecond. Of an id that occurs twice the last one counts. */
export function packUsers(users: readonly UserRow[]): PackedUsers {
  if (users.length === 0) return { columns: [] };
  const page = lastOfEach(users, ({ id }) => id);
  return {
    columns: [
      asArray(page.map((row) => row.id)),
      asArray(page.map((row) => row.displayName)),
      asArray(page.map((row) => row.userPrincipalName)),
      asArray(page.map((row) => row.mail)),
      asArray(page.map((row) => row.accountEnabled)),
      asArray(page.map((row) => row.userType)),
    ],
  };
}

/**
 * Writes a page of users in one statement, about 1,000 at a time. Only rows that differ are touched; in a full pass, which has a generation
 * of its own, that is every row. A tombstoned user who is seen again counts as added. No row goes back to an earlier generation: a delta round may write
 * while a full pass of another run is put down, which must not miss what it has met.
 */
export async function writeUsers(
  tx: Tx,
  tenantId: string,
  { columns }: PackedUsers,
  generation: number,
  now: Date,
): Promise<{ added: number; changed: number }> {
  if (columns.length === 0) return { added: 0, changed: 0 };
  const [ids, names, principalNames, mails, enabled, types] = columns;
  const statement = Prisma.sql`
    with written as (
      insert into directory_user as kept
        (tenant_id, id, display_name, user_principal_name, mail, account_enabled, user_type, generation, changed_at)
      select ${tenantId}::uuid, id, display_name, user_principal_name, mail, account_enabled, user_type, ${generation}::int, ${now}::timestamptz
      from unnest(
        ${ids}::uuid[], ${names}::text[], ${principalNames}::text[], ${mails}::text[], ${enabled}::boolean[], ${types}::text[]
      ) as page (id, display_name, user_principal_name, mail, account_enabled, user_type)
      on conflict (tenant_id, id) do update set
        display_name = excluded.display_name, user_principal_name = excluded.user_principal_name, mail = excluded.mail,
        account_enabled = excluded.account_enabled, user_type = excluded.user_type, generation = greatest(kept.generation, excluded.generation), deleted_at = null,
        changed_at = case
          when (kept.display_name, kept.user_principal_name, kept.mail, kept.account_enabled, kept.user_type, kept.deleted_at)
            is distinct from
            (excluded.display_name, excluded.user_principal_name, excluded.mail, excluded.account_enabled, excluded.user_type, null)
          then excluded.changed_at
          else kept.changed_at
        end
      where
        (kept.display_name, kept.user_principal_name, kept.mail, kept.account_enabled, kept.user_type, kept.generation, kept.deleted_at)
        is distinct from
        (excluded.display_name, excluded.user_principal_name, excluded.mail, excluded.account_enabled, excluded.user_type, greatest(kept.generation, excluded.generation), null)
      returning case
        when xmax = 0 then 'added'
        when changed_at <> ${now}::timestamptz then 'seen'
        -- A subquery still finds the row as it was before this statement.
        when (select was.deleted_at is null from directory_user was where was.tenant_id = kept.tenant_id and was.id = kept.id) then 'changed'
        else 'added'
      end as what
    )
    select count(*) filter (where what = 'added')::int as added, count(*) filter (where what = 'changed')::int as changed from written`;
  const [counted] = await driverStatement<{ added: number; changed: number }>(tx, 'write-users', statement);
  return counted ?? { added: 0, changed: 0 };
}

/** Tombstones users by id; those that are gone already stay as they are. Gives how many went. */
export async function removeUsers(tx: Tx, tenantId: string, ids: readonly string[], now: Date): Promise<number> {
  if (ids.length === 0) return 0;
  return tx.$executeRaw`
    update directory_user set deleted_at = ${now}::timestamptz, changed_at = ${now}::timestamptz
    where tenant_id = ${tenantId}::uuid and id = any (${ids}::uuid[]) and deleted_at is null`;
}

/** Tombstones users whom the full pass `generation` did not see. Only after a pass that was read to its end. Gives how many went. */
export async function sweepUsers(tx: Tx, tenantId: string, generation: number, now: Date): Promise<number> {
  return tx.$executeRaw`
    update directory_user set deleted_at = ${now}::timestamptz, changed_at = ${now}::timestamptz
    where tenant_id = ${tenantId}::uuid and generation < ${generation} and deleted_at is null`;
}

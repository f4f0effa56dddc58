import type { Tx } from '../database.ts';
import { driverStatement } from '../driver-statement.ts';
import { Prisma } from '../generated/client.ts';
import { asArray } from './as-array.ts';
import { asJson, lastOfEach } from './as-json.ts';

/** This member stands directly in this group. */
export interface MembershipRow {
  groupId: string;
  memberId: string;
  /** user, group, device, … */
  memberType: string;
}

type Edge = Pick<MembershipRow, 'groupId' | 'memberId'>;
const edgeKey = ({ groupId, memberId }: Edge) => `${groupId} ${memberId}`;

/** Adds edges in one statement; those that are there are touched only when type or generation differ. Gives how many are new. */
export async function addMemberships(
  tx: Tx,
  tenantId: string,
  edges: readonly MembershipRow[],
  generation: number,
): Promise<number> {
  if (edges.length === 0) return 0;
  const page = lastOfEach(edges, edgeKey);
  const statement = Prisma.sql`
    with written as (
      insert into directory_membership as kept (tenant_id, group_id, member_id, member_type, generation)
      select ${tenantId}::uuid, group_id, member_id, member_type, ${generation}::int
      from unnest(
        ${asArray(page.map(({ groupId }) => groupId))}::uuid[],
        ${asArray(page.map(({ memberId }) => memberId))}::uuid[],
        ${asArray(page.map(({ memberType }) => memberType))}::text[]
      ) as page (group_id, member_id, member_type)
      on conflict (tenant_id, group_id, member_id) do update set member_type = excluded.member_type, generation = greatest(kept.generation, excluded.generation)
      where (kept.member_type, kept.generation) is distinct from (excluded.member_type, greatest(kept.generation, excluded.generation))
      returning xmax = 0 as added
    )
    select count(*) filter (where added)::int as added from written`;
  const [counted] = await driverStatement<{ added: number }>(tx, 'add-memberships', statement);
  return counted?.added ?? 0;
}

/** Deletes edges. Gives how many were there. */
export async function removeMemberships(tx: Tx, tenantId: string, edges: readonly Edge[]): Promise<number> {
  if (edges.length === 0) return 0;
  return tx.$executeRaw`
    delete from directory_membership m
    using jsonb_to_recordset(${asJson(edges)}::jsonb) as page ("groupId" uuid, "memberId" uuid)
    where m.tenant_id = ${tenantId}::uuid and m.group_id = page."groupId" and m.member_id = page."memberId"`;
}

/** Deletes the edges that the full pass `generation` did not see. Only after a pass that was read to its end. Gives how many went. */
export async function sweepMemberships(tx: Tx, tenantId: string, generation: number): Promise<number> {
  return tx.$executeRaw`delete from directory_membership where tenant_id = ${tenantId}::uuid and generation < ${generation}`;
}

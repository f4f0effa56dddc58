import type { Tx } from '../database.ts';
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
  const rows = asJson(lastOfEach(edges, edgeKey));
  const [counted] = await tx.$queryRaw<{ added: number }[]>`
    with written as (
      insert into directory_membership as kept (tenant_id, group_id, member_id, member_type, generation)
      select ${tenantId}::uuid, "groupId", "memberId", "memberType", ${generation}::int
      from jsonb_to_recordset(${rows}::jsonb) as page ("groupId" uuid, "memberId" uuid, "memberType" text)
      on conflict (tenant_id, group_id, member_id) do update set member_type = excluded.member_type, generation = excluded.generation
      where (kept.member_type, kept.generation) is distinct from (excluded.member_type, excluded.generation)
      returning xmax = 0 as added
    )
    select count(*) filter (where added)::int as added from written`;
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

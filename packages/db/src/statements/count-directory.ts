import type { Tx } from '../database.ts';

interface DirectoryCounts {
  users: number;
  groups: number;
  memberships: number;
  devices: number;
}

/** Users, groups and devices that are not tombstoned, and all edges, of one tenant. Reads them all: for the end of a sync. */
export async function countDirectory(tx: Tx, tenantId: string): Promise<DirectoryCounts> {
  const [counted] = await tx.$queryRaw<DirectoryCounts[]>`
    select
      (select count(*)::int from directory_user where tenant_id = ${tenantId}::uuid and deleted_at is null) as users,
      (select count(*)::int from directory_group where tenant_id = ${tenantId}::uuid and deleted_at is null) as groups,
      (select count(*)::int from directory_membership where tenant_id = ${tenantId}::uuid) as memberships,
      (select count(*)::int from directory_device where tenant_id = ${tenantId}::uuid and deleted_at is null) as devices`;
  return counted ?? { users: 0, groups: 0, memberships: 0, devices: 0 };
}

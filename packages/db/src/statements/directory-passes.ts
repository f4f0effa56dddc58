import type { Tx } from '../database.ts';
import { driverStatement } from '../driver-statement.ts';
import { Prisma } from '../generated/client.ts';

const tableOf = {
  users: Prisma.sql`directory_user`,
  groups: Prisma.sql`directory_group`,
  devices: Prisma.sql`directory_device`,
};

const rowsOf = {
  users: Prisma.sql`select tenant_id, generation from directory_user`,
  groups: Prisma.sql`select tenant_id, generation from directory_group union all select tenant_id, generation from directory_membership`,
  devices: Prisma.sql`select tenant_id, generation from directory_device`,
};

/** The highest number of a full pass over the tenant's users, groups or devices, also of one that never came to its end; 0 when there was none. */
export async function newestGeneration(tx: Tx, tenantId: string, resource: keyof typeof rowsOf): Promise<number> {
  // The rows are those of the transaction's tenant: the policies see to it, and the condition lets an index find them.
  const statement = Prisma.sql`
    select coalesce(max(generation), 0)::int as newest from (
      select tenant_id, generation from directory_cursor where resource = ${resource}
      union all ${rowsOf[resource]}) known
     where tenant_id = ${tenantId}::uuid`;
  const [row] = await driverStatement<{ newest: number }>(tx, `newest-generation-${resource}`, statement);
  return row?.newest ?? 0;
}

/** How many of the tenant's users, groups or devices that stand were met since the full pass `generation` began, by it or by a later pass. */
export async function countMet(tx: Tx, tenantId: string, resource: keyof typeof tableOf, generation: number): Promise<number> {
  const statement = Prisma.sql`
    select count(*)::int as met from ${tableOf[resource]}
     where tenant_id = ${tenantId}::uuid and generation >= ${generation}::int and deleted_at is null`;
  const [row] = await driverStatement<{ met: number }>(tx, `count-met-${resource}`, statement);
  return row?.met ?? 0;
}

/** Where the tenant's next run continues with a resource. */
export interface SavedCursor {
  tenantId: string;
  resource: keyof typeof tableOf;
  deltaLink: string;
  /** Number of the newest full pass. */
  generation: number;
  /** Names the properties that were selected. */
  selectHash: string;
  savedAt: Date;
}

/** Keeps where the next run continues, in place of what was kept before. */
export async function keepCursor(tx: Tx, cursor: SavedCursor): Promise<void> {
  const { tenantId, resource, deltaLink, generation, selectHash, savedAt } = cursor;
  const statement = Prisma.sql`
    insert into directory_cursor (tenant_id, resource, select_hash, delta_link, generation, saved_at)
    values (${tenantId}::uuid, ${resource}, ${selectHash}, ${deltaLink}, ${generation}::int, ${savedAt}::timestamptz)
    on conflict (tenant_id, resource) do update
      set select_hash = excluded.select_hash, delta_link = excluded.delta_link, generation = excluded.generation, saved_at = excluded.saved_at`;
  await driverStatement(tx, 'keep-cursor', statement);
}

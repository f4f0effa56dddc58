import type { Tx } from '../database.ts';
import { driverStatement } from '../driver-statement.ts';
import { Prisma } from '../generated/client.ts';

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

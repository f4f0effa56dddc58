import type { Rows } from '../rows.ts';
import type { SampleUser } from './sample.ts';

/** One upsert for one user of a tenant, as a user of this stack writes it: Prisma's, in the tenant's scope. */
export function upsertByPrisma({ db }: Rows, tenantId: string): (user: SampleUser) => Promise<unknown> {
  return ({ id, ...properties }) => {
    const row = { ...properties, generation: 1, changedAt: new Date() };
    return db.asTenant(tenantId, (tx) =>
      tx.directoryUser.upsert({
        where: { tenantId_id: { tenantId, id } },
        create: { tenantId, id, ...row },
        update: row,
        select: { id: true },
      }),
    );
  };
}

/** The same by hand, to the sample's advantage: one statement without a transaction around it, on one connection that passes all policies. */
export function upsertBySql({ owner }: Rows, tenantId: string): (user: SampleUser) => Promise<unknown> {
  return (user) =>
    owner.query(
      `insert into directory_user
          (tenant_id, id, display_name, user_principal_name, mail, account_enabled, user_type, generation, changed_at)
        values ($1, $2, $3, $4, $5, $6, $7, 1, now())
        on conflict (tenant_id, id) do update set display_name = excluded.display_name, user_principal_name = excluded.user_principal_name,
          mail = excluded.mail, account_enabled = excluded.account_enabled, user_type = excluded.user_type, changed_at = excluded.changed_at`,
      [tenantId, user.id, user.displayName, user.userPrincipalName, user.mail, user.accountEnabled, user.userType],
    );
}

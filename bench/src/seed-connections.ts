import { permissionManifest } from '@tenantry/domain';
import type { Rows } from './rows.ts';

/** Ids of tenants to measure with: the same in every run. */
export const tenantIdsOf = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `b0000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`);

/** Makes customers whose connections are active, by statement: ten thousand consents by themselves are measured by nobody. */
export async function seedConnections({ owner }: Pick<Rows, 'owner'>, tenantIds: readonly string[]): Promise<void> {
  const permissions = permissionManifest.permissions.map(({ value }) => value);
  await owner.query(
    `insert into tenant (tenant_id, name, claimed_at) select id, 'Customer ' || id, now() from unnest($1::uuid[]) as id`,
    [tenantIds],
  );
  await owner.query(
    `insert into connection (tenant_id, state, manifest_version, granted_permissions, consented_at, proven_at, heartbeat_due_at)
     select id, 'active', $2, $3, now(), now(), now() + interval '1 day' from unnest($1::uuid[]) as id`,
    [tenantIds, permissionManifest.version, permissions],
  );
  await owner.query('analyze tenant, connection');
}

import { createTestDatabase, type TestDatabase } from '@tenantry/db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { permissionManifest } from '../permission-manifest.ts';
import { countLackingTenants } from './lacking-permissions.ts';

let under: TestDatabase;
const all = permissionManifest.permissions.map(({ value }) => value);

beforeAll(async () => {
  under = await createTestDatabase();
});
afterAll(() => under.drop());

test('tenants with a working connection are counted by what they lack; others are not', async () => {
  const tenants = [
    { state: 'active' as const, grantedPermissions: all },
    { state: 'degraded' as const, grantedPermissions: all.filter((value) => value !== 'AuditLog.Read.All') },
    { state: 'degraded' as const, grantedPermissions: [] },
    { state: 'needs_consent' as const, grantedPermissions: [] },
  ].map((connection, index) => ({ ...connection, tenantId: `c0000000-0000-4000-8000-00000000000${index}`, manifestVersion: 1 }));
  await under.database.asFleet(async (tx) => {
    await tx.tenant.createMany({ data: tenants.map(({ tenantId }) => ({ tenantId, name: tenantId })) });
    await tx.connection.createMany({ data: tenants });
  });
  const { byPermission, byJob } = await countLackingTenants(under.database);
  expect(byPermission).toMatchObject({ 'AuditLog.Read.All': 2, 'User.Read.All': 1 });
  expect(byJob).toMatchObject({ 'verify-connection': 0, 'mfa-registration': 2, 'directory-sync': 1, 'inactive-users': 2 });
});

import { expect, test } from 'vitest';
import { builtInRoles } from './directory-roles.ts';
import { directoryStanding, operatorRole } from './index.ts';

const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';
const privilegedRoleAdministrator = 'e8611ab8-c189-46e8-94e1-60213ab1f814';
const applicationAdministrator = '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3';
const member = 'b79fbf4d-3ef9-4689-8143-76b194e85509';
const guest = '13bd1c72-6f4a-4dcf-985f-18d3b80f208a';
const custom = 'f00d1e55-0000-4000-8000-00000000c057';
const home = 'aaaaaaaa-0000-4000-8000-000000000001';

test.each([
  [[globalAdministrator, member], 'tenant-admin'],
  [[privilegedRoleAdministrator], 'tenant-admin'],
  [[globalAdministrator.toUpperCase()], 'tenant-admin'],
  [[custom, globalAdministrator], 'tenant-admin'],
  [[applicationAdministrator, member], 'not-admin'],
  [[member], 'not-admin'],
  [[guest], 'not-admin'],
  [[], 'not-admin'],
  [[custom, member], 'unknown'],
  [['rubbish'], 'unknown'],
  [null, 'unknown'],
] as const)('the directory roles %j make a person %s', (wids, standing) => {
  expect(directoryStanding({ wids: wids && [...wids] })).toBe(standing);
});

test('every built-in role is a GUID in lower case', () => {
  expect(builtInRoles.size).toBe(128);
  for (const role of builtInRoles) expect(role).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

test.each([
  [['Viewer'], 'Viewer'],
  [['Viewer', 'Operator'], 'Operator'],
  [['Admin', 'Viewer'], 'Admin'],
  [['admin'], null],
  [[], null],
] as const)('the app roles %j make an operator %s', (roles, role) => {
  const person = { tenantId: home, roles: [...roles] };
  expect(operatorRole(person, { operatorTenantId: home.toUpperCase(), signInTenant: home })).toBe(role);
});

test('an operator role counts only for the operator tenant, from a sign-in begun there', () => {
  const other = 'c0000000-0000-4000-8000-00000000000b';
  const admin = { tenantId: home, roles: ['Admin'] };
  expect(operatorRole(admin, { operatorTenantId: home, signInTenant: 'organizations' })).toBeNull();
  expect(operatorRole(admin, { operatorTenantId: home, signInTenant: other })).toBeNull();
  expect(operatorRole({ ...admin, tenantId: other }, { operatorTenantId: home, signInTenant: home })).toBeNull();
  expect(operatorRole({ ...admin, tenantId: other }, { operatorTenantId: home, signInTenant: other })).toBeNull();
});

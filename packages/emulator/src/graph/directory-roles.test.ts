import { expect, it } from 'vitest';
import { type Body, graphUnderTest } from './graph-under-test.ts';

const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';
const exchangeAdministrator = '29232cdf-9323-42fd-ade2-1d097af3e4de';

it('roles are those somebody holds, with their members as they really are', async () => {
  const graph = await graphUnderTest({ users: 6000 });
  const roles = (await graph.get('/directoryRoles')).body.value;
  expect(roles.map(({ displayName }: Body) => displayName)).toContain('Global Administrator');
  const read: string[] = [];
  for (const role of roles) {
    const members = (await graph.get(`/directoryRoles/${role.id}/members?$select=id,userPrincipalName,accountEnabled`)).body
      .value;
    expect(members.length).toBeGreaterThan(0);
    for (const member of members) {
      expect(Object.keys(member)).toEqual(['@odata.type', 'id', 'userPrincipalName', 'accountEnabled']);
      read.push(`${role.roleTemplateId} ${member.id}`);
    }
  }
  expect(read).toEqual((await graph.truth('role-holders')).map(({ roleTemplateId, userId }) => `${roleTemplateId} ${userId}`));
});

it('are the same as the role assignments', async () => {
  const graph = await graphUnderTest({ users: 6000 });
  const at = '/roleManagement/directory/roleAssignments';
  const assignments = (await graph.get(`${at}?$expand=principal`)).body.value;
  expect(assignments.map(({ roleDefinitionId, principalId }: Body) => `${roleDefinitionId} ${principalId}`)).toEqual(
    (await graph.truth('role-holders')).map(({ roleTemplateId, userId }) => `${roleTemplateId} ${userId}`),
  );
  for (const { principalId, principal } of assignments) expect(principal.id).toBe(principalId);
  const admins = (await graph.get(`${at}?$filter=roleDefinitionId eq '${globalAdministrator}'`)).body.value;
  expect(admins.length).toBeGreaterThan(1);
  expect(new Set(admins.map(({ roleDefinitionId }: Body) => roleDefinitionId))).toEqual(new Set([globalAdministrator]));
  const definitions = (await graph.get('/roleManagement/directory/roleDefinitions?$select=id,displayName')).body.value;
  expect(definitions).toContainEqual({ id: globalAdministrator, displayName: 'Global Administrator' });
});

it('can be given to a user and taken again, and a deleted user holds none', async () => {
  const graph = await graphUnderTest({ users: 30 });
  const userId = graph.tenant.directory.userIdAt(10);
  const holder = `/roles/${exchangeAdministrator}/members/${userId}`;
  const members = async () =>
    (await graph.get(`/directoryRoles(roleTemplateId='${exchangeAdministrator}')/members?$select=id`)).body.value?.map(
      ({ id }: Body) => id,
    );
  expect(await members()).toBeUndefined();
  expect((await graph.control('post', holder)).status).toBe(204);
  expect(await members()).toEqual([userId]);
  graph.tenant.directory.deleteUser(userId);
  expect(await members()).toBeUndefined();
  graph.tenant.directory.restoreUser(userId);
  expect((await graph.control('delete', holder)).status).toBe(204);
  expect((await graph.control('delete', holder)).status).toBe(404);
  expect(await members()).toBeUndefined();
});

it('of somebody who can sign in stand in the account, and so in the next id token', async () => {
  const graph = await graphUnderTest();
  const person = graph.tenant.accounts.find(({ kind }) => kind === 'user');
  const holder = `/roles/${exchangeAdministrator}/members/${person?.oid}`;
  await graph.control('post', holder);
  expect(person?.wids).toContain(exchangeAdministrator);
  const read = async () => (await graph.truth('role-holders')).filter(({ userId }) => userId === person?.oid);
  expect(await read()).toHaveLength(1);
  await graph.control('delete', holder);
  expect(person?.wids).not.toContain(exchangeAdministrator);
  expect(await read()).toEqual([]);
});

it('show members as type and id to an app that may not read users', async () => {
  const graph = await graphUnderTest({}, ['RoleManagement.Read.Directory']);
  const [role] = (await graph.get('/directoryRoles?$select=id')).body.value;
  const members = (await graph.get(`/directoryRoles/${role.id}/members`)).body.value;
  for (const member of members) expect(Object.keys(member)).toEqual(['@odata.type', 'id']);
});

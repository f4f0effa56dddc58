import { directoryRegistrationClientId } from '@tenantry/emulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readResultRows, runJob } from '../../testing/result-rows.ts';
import { startTestWorld, type TestWorld } from '../../testing/test-world.ts';
import { readTruthOf } from '../../testing/truth.ts';
import { privilegedRoles } from './privileged-roles.ts';

interface Holder {
  roleTemplateId: string;
  roleName: string;
  userId: string;
}
interface User {
  id: string;
  displayName: string;
  userPrincipalName: string;
  accountEnabled: boolean;
}

let world: TestWorld;
let tenantId: string;

beforeAll(async () => {
  world = await startTestWorld('postgres');
  await world.startWorker();
  tenantId = await world.connect({ users: 600 });
  await world.untilState(tenantId, 'active');
});
afterAll(() => world.close());

const nameOf = (row: Record<string, unknown>) => `${row.roleTemplateId} ${row.memberId}`;

test('lists who holds which role', async () => {
  const run = await runJob(world, tenantId, 'admin-roles');
  const holders = await readTruthOf<Holder>(world, tenantId, 'role-holders');
  const users = new Map((await readTruthOf<User>(world, tenantId, 'users')).map((user) => [user.id, user]));
  const expected = holders.map(({ roleTemplateId, roleName, userId }) => ({
    role: roleName,
    privileged: privilegedRoles.has(roleTemplateId),
    member: users.get(userId)?.displayName,
    userPrincipalName: users.get(userId)?.userPrincipalName,
    memberType: 'user',
    accountEnabled: users.get(userId)?.accountEnabled,
    roleTemplateId,
    memberId: userId,
  }));
  expect(expected.length).toBeGreaterThan(3);
  expect(await readResultRows(world, run)).toEqual(expected.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b))));
  const privileged = expected.filter((row) => row.privileged).length;
  expect(run).toMatchObject({ state: 'succeeded', result: { privileged } });
  expect((run.result as { other?: number }).other ?? 0).toBe(expected.length - privileged);
});

test('lists only privileged roles when it is asked to', async () => {
  const [all, some] = [
    await readResultRows(world, await runJob(world, tenantId, 'admin-roles')),
    await readResultRows(world, await runJob(world, tenantId, 'admin-roles', { onlyPrivileged: true })),
  ];
  expect(some).toEqual(all.filter(({ privileged }) => privileged));
});

test('knows only the ids of holders where it may not read users', async () => {
  const principal = `/tenants/${tenantId}/service-principals/${directoryRegistrationClientId}`;
  await world.control('DELETE', `${principal}/roles/User.Read.All`);
  await runJob(world, tenantId, 'verify-connection');
  await world.untilState(tenantId, 'degraded');
  const run = await runJob(world, tenantId, 'admin-roles');
  expect(run.state).toBe('succeeded');
  const rows = await readResultRows(world, run);
  expect(rows).toHaveLength((await readTruthOf(world, tenantId, 'role-holders')).length);
  for (const row of rows) expect(row).toMatchObject({ member: null, userPrincipalName: null, accountEnabled: null });
});

import { expect, it } from 'vitest';
import { type Body, graphUnderTest, pagesFrom } from './graph-under-test.ts';

const path = '/reports/authenticationMethods/userRegistrationDetails';
const abundant = { throttle: { scale: 100, retryAfterSeconds: null } };

it('tells of everybody who is not disabled what is registered', async () => {
  const graph = await graphUnderTest({ users: 2300, premium: true, ...abundant });
  const pages = await pagesFrom(graph, path);
  const read = pages.flatMap((page) => page.value);
  const instants = (details: Body) => ({ ...details, lastUpdatedDateTime: Date.parse(details.lastUpdatedDateTime) });
  expect(read.map(instants)).toEqual((await graph.truth('registrations')).map(instants));
  expect(pages.map((page) => page.value.length)).toEqual([1000, 1000, expect.any(Number)]);
  const enabled = (await graph.truth('users')).filter((user) => user.accountEnabled).map(({ id }) => id);
  expect(read.map(({ id }) => id)).toEqual(enabled);
  const without = read.filter(({ isMfaRegistered }) => !isMfaRegistered).length / read.length;
  expect(without).toBeGreaterThan(0.1);
  expect(without).toBeLessThan(0.35);
});

it('marks who holds a role, and follows what a control changes', async () => {
  const graph = await graphUnderTest({ users: 40, premium: true, ...abundant });
  const { directory, accounts } = graph.tenant;
  const admin = accounts.find(({ kind }) => kind === 'global-admin');
  const of = async (id: string) => (await graph.get(path)).body.value.find((details: Body) => details.id === id);
  expect((await of(admin?.oid ?? '')).isAdmin).toBe(true);
  const userId = directory.users(5, 1, { accountEnabled: true })[0]?.id ?? '';
  await graph.control('patch', `/users/${userId}/facts`, { methodsRegistered: ['email'] });
  expect(await of(userId)).toMatchObject({ isMfaRegistered: false, isSsprRegistered: true, methodsRegistered: ['email'] });
  await graph.control('patch', `/users/${userId}/facts`, { methodsRegistered: ['fido2SecurityKey'] });
  expect(await of(userId)).toMatchObject({ isMfaRegistered: true, isPasswordlessCapable: true });
  await graph.control('patch', `/users/${userId}`, { accountEnabled: false });
  expect(await of(userId)).toBeUndefined();
});

it('can be limited to those without a second factor, and takes no other options', async () => {
  const graph = await graphUnderTest({ users: 400, premium: true, ...abundant });
  const pages = await pagesFrom(graph, `${path}?$filter=isMfaRegistered eq false`);
  const missing = pages.flatMap((page) => page.value);
  expect(missing.length).toBeGreaterThan(20);
  expect(missing.every(({ isMfaRegistered }) => isMfaRegistered === false)).toBe(true);
  expect((await graph.truth('registrations')).filter(({ isMfaRegistered }) => !isMfaRegistered)).toHaveLength(missing.length);
  for (const option of ['$top=5', '$select=id', '$filter=shoeSize eq 5'])
    expect((await graph.get(`${path}?${option}`)).status).toBe(400);
});

it('lets an app ask five times in ten seconds', async () => {
  const graph = await graphUnderTest({ premium: true });
  const answers = [];
  for (let i = 0; i < 6; i += 1) answers.push(await graph.get(i % 2 === 0 ? path : '/auditLogs/directoryAudits?$top=1'));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
  expect(answers[5]?.headers.get('retry-after')).toBe('4');
  expect(answers[5]?.headers.get('x-ms-throttle-scope')).toMatch(/^Tenant_Application\/Read\//);
  expect((await graph.get('/users?$top=1')).status).toBe(200);
  await graph.advance(4000);
  expect((await graph.get(path)).status).toBe(200);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { readResultRows, runJob } from '../../testing/result-rows.ts';
import { startTestWorld, type TestWorld } from '../../testing/test-world.ts';
import { readTruthOf } from '../../testing/truth.ts';

interface Registration {
  id: string;
  userDisplayName: string;
  userPrincipalName: string;
  userType: string;
  isAdmin: boolean;
  isMfaRegistered: boolean;
  isMfaCapable: boolean;
  isPasswordlessCapable: boolean;
  isSsprRegistered: boolean;
  methodsRegistered: string[];
  userPreferredMethodForSecondaryAuthentication: string;
}

let world: TestWorld;
let tenantId: string;
const now = () => world.emulator.world.clock.now();

beforeAll(async () => {
  world = await startTestWorld('postgres');
  await world.startWorker({ now });
  tenantId = await world.connect({ users: 400, premium: true }, { now });
  await world.untilState(tenantId, 'active');
});
afterAll(() => world.close());

const truth = () => readTruthOf<Registration>(world, tenantId, 'registrations');
const byUser = (rows: Record<string, unknown>[]) => rows.toSorted((a, b) => String(a.userId).localeCompare(String(b.userId)));

test('lists what everybody has registered', async () => {
  const run = await runJob(world, tenantId, 'mfa-registration');
  const registrations = await truth();
  expect(run).toMatchObject({ state: 'succeeded', result: { read: registrations.length } });
  const rows = await readResultRows(world, run);
  expect(byUser(rows.map(({ lastUpdatedAt: _when, ...row }) => row))).toEqual(
    byUser(
      registrations.map((each) => ({
        user: each.userDisplayName,
        userPrincipalName: each.userPrincipalName,
        isAdmin: each.isAdmin,
        isMfaRegistered: each.isMfaRegistered,
        isMfaCapable: each.isMfaCapable,
        isPasswordlessCapable: each.isPasswordlessCapable,
        isSsprRegistered: each.isSsprRegistered,
        methodsRegistered: each.methodsRegistered,
        defaultMfaMethod: each.userPreferredMethodForSecondaryAuthentication,
        userType: each.userType,
        userId: each.id,
      })),
    ),
  );
  const { registered = 0, without = 0, administratorsWithout = 0 } = run.result as Record<string, number>;
  expect(registered).toBe(registrations.filter(({ isMfaRegistered }) => isMfaRegistered).length);
  expect(administratorsWithout).toBe(registrations.filter((each) => each.isAdmin && !each.isMfaRegistered).length);
  expect(registered + without + administratorsWithout).toBe(registrations.length);
});

test('lists only members without MFA when it is asked to', async () => {
  const run = await runJob(world, tenantId, 'mfa-registration', { onlyUnregistered: true, includeGuests: false });
  const wanted = (await truth()).filter((each) => !each.isMfaRegistered && each.userType === 'member').map(({ id }) => id);
  expect((await readResultRows(world, run)).map(({ userId }) => userId)).toEqual(wanted.toSorted());
  expect(run.result?.read).toBe((await truth()).length);
});

test('keeps to the quota of reports over several pages', async () => {
  // The runs before have used some of the quota.
  await world.control('POST', '/clock/advance', { ms: 10_000 });
  await world.control('DELETE', '/counters');
  await world.control('PATCH', `/tenants/${tenantId}/graph`, { longestPage: 50 });
  const runId = await world.start(tenantId, 'mfa-registration', {}, now());
  expect(await world.until(runId, ['waiting'])).toMatchObject({ reasonCode: 'budget', progress: { pages: 4 } });
  await world.control('POST', '/clock/advance', { ms: 10_000 });
  const run = await world.until(runId, ['succeeded', 'partial', 'failed']);
  expect(run.state).toBe('succeeded');
  expect(await readResultRows(world, run)).toHaveLength((await truth()).length);
  expect(world.counter(tenantId, 'throttled429')).toBe(0);
});

test('says that a licence is missing where the tenant has none', async () => {
  const free = await world.connect({ users: 20 }, { now });
  await world.untilState(free, 'active');
  expect(await runJob(world, free, 'mfa-registration')).toMatchObject({ state: 'failed', errorDomain: 'licence' });
});

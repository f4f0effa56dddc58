import { findTenant, readConnectionView } from '@tenantry/domain';
import { directoryPermissions, directoryRegistrationClientId } from '@tenantry/emulator';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startTestWorld, type TestWorld } from '../testing/test-world.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

let world: TestWorld;
/** The emulator's clock, which the worker goes by too: a day passes as fast as its tries. */
const now = () => world.emulator.world.clock.now();
const principal = `service-principals/${directoryRegistrationClientId}`;
const connectionOf = (tenantId: string) => world.db.asFleet((tx) => tx.connection.findUniqueOrThrow({ where: { tenantId } }));
const proofsOf = (tenantId: string) =>
  world.db.asFleet((tx) => tx.run.findMany({ where: { tenantId, job: 'verify-connection' } }));

beforeAll(async () => {
  world = await startTestWorld('postgres');
  await world.startWorker({ now });
});
afterAll(() => world.close());
afterEach(() => world.control('DELETE', '/faults'));

/** Waits for the try that is due, then jumps to the next one, until the connection is in the state. */
async function jumpUntil(tenantId: string, state: string): Promise<string[]> {
  const seen: string[] = [];
  const deadline = performance.now() + 50 * second;
  while (performance.now() < deadline) {
    const connection = await connectionOf(tenantId);
    if (seen.at(-1) !== connection.state) seen.push(connection.state);
    if (connection.state === state) return seen;
    const waiting = (await proofsOf(tenantId)).find((run) => run.state === 'waiting' && run.notBefore !== null);
    const leftMs = (waiting?.notBefore?.getTime() ?? 0) - now().getTime();
    if (leftMs > 0) await world.control('POST', '/clock/advance', { ms: leftMs });
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`the connection went through ${seen.join(', ')} and never became ${state}`);
}

test('a grant that spreads for 90 s becomes active by itself, measured, without a failed run', async () => {
  const tenantId = await world.connect({ users: 5, propagation: { delayMs: 90 * second, flapping: true } }, { now });
  expect(await jumpUntil(tenantId, 'active')).toEqual(['settling', 'active']);
  const connection = await connectionOf(tenantId);
  expect(connection.propagationMs).toBeGreaterThanOrEqual(90 * second);
  expect(connection.propagationMs).toBeLessThan(3 * minute);
  expect(connection.grantedPermissions.toSorted()).toEqual(directoryPermissions.toSorted());
  await expect.poll(() => proofsOf(tenantId)).toMatchObject([{ state: 'succeeded', result: { state: 'active' } }]);
  expect(await findTenant(world.db, tenantId)).toMatchObject({ name: world.emulator.world.tenants.get(tenantId)?.name });
});

test('a grant that spreads for 26 hours settles by itself, with at most 40 tokens in the first 24', async () => {
  const begun = now().getTime();
  const tenantId = await world.connect({ users: 5, propagation: { delayMs: 26 * hour, flapping: true } }, { now });
  expect(await jumpUntil(tenantId, 'not_granted')).toEqual(['settling', 'not_granted']);
  expect(now().getTime() - begun).toBeGreaterThanOrEqual(24 * hour);
  expect(world.counter(tenantId, 'tokensIssued')).toBeLessThanOrEqual(40);
  const view = await readConnectionView(world.db, { tenantId });
  expect(view).toMatchObject({ state: 'not_granted', tries: 39, lastTryCode: 'roles-missing' });
  expect((await jumpUntil(tenantId, 'active')).at(0)).toBe('not_granted');
  expect(now().getTime() - begun).toBeGreaterThanOrEqual(26 * hour);
  await expect.poll(async () => (await proofsOf(tenantId)).map(({ state }) => state)).toEqual(['succeeded']);
}, 120_000);

async function connected(): Promise<string> {
  const tenantId = await world.connect({ users: 5 }, { now });
  await world.untilState(tenantId, 'active');
  return tenantId;
}

/** Makes the heartbeat due and waits for its proof to be recorded. */
async function beat(tenantId: string): Promise<void> {
  const { lastTryAt } = await connectionOf(tenantId);
  await world.control('POST', '/clock/advance', { ms: 1 });
  await world.db.asFleet((tx) => tx.connection.update({ where: { tenantId }, data: { heartbeatDueAt: now() } }));
  await expect.poll(async () => (await connectionOf(tenantId)).lastTryAt, { timeout: 10_000 }).not.toEqual(lastTryAt);
}

test('a revoked consent is found by the heartbeat, and one unambiguous answer is enough', async () => {
  const tenantId = await connected();
  await world.control('DELETE', `/tenants/${tenantId}/${principal}`);
  await beat(tenantId);
  await world.untilState(tenantId, 'needs_consent');
  expect((await connectionOf(tenantId)).reasonCode).toMatch(/^AADSTS7000229$|^AADSTS700016$/);
});

test('a role that was dropped makes the connection degraded, and the heartbeat tells of its return', async () => {
  const tenantId = await connected();
  await world.control('DELETE', `/tenants/${tenantId}/${principal}/roles/GroupMember.Read.All`);
  await beat(tenantId);
  await world.untilState(tenantId, 'degraded');
  expect((await connectionOf(tenantId)).grantedPermissions).not.toContain('GroupMember.Read.All');
  await world.control('POST', `/tenants/${tenantId}/${principal}/grant`, {});
  await world.control('POST', '/clock/advance', { ms: minute });
  await beat(tenantId);
  await world.untilState(tenantId, 'active');
});

test('an outage lowers nothing', async () => {
  const tenantId = await connected();
  await world.control('POST', '/faults', { target: 'token', tenantId, fault: { kind: 'server-error', status: 503 } });
  await beat(tenantId);
  expect(await connectionOf(tenantId)).toMatchObject({ state: 'active', suspectSince: null });
  await world.control('DELETE', '/faults');
  await world.control('POST', '/faults', { target: 'graph', tenantId, fault: { kind: 'bad-gateway' } });
  await world.control('POST', '/clock/advance', { ms: 5 * minute });
  await beat(tenantId);
  expect(await connectionOf(tenantId)).toMatchObject({ state: 'active', suspectSince: null });
});

test('an expired secret of ours opens one breaker, lowers no tenant, and closes by itself when it is mended', async () => {
  const tenantId = await connected();
  await world.control('POST', `/registrations/${directoryRegistrationClientId}/secrets/expire`);
  await world.db.asFleet((tx) => tx.connection.update({ where: { tenantId }, data: { heartbeatDueAt: now() } }));
  const fleet = () => world.db.asFleet((tx) => tx.fleetState.findUniqueOrThrow({ where: { id: 1 } }));
  await expect.poll(async () => (await fleet()).credentialErrorCode, { timeout: 10_000 }).toBe('AADSTS7000222');
  expect(await connectionOf(tenantId)).toMatchObject({ state: 'active', suspectSince: null });
  const runId = await world.start(tenantId, 'directory-sync', {}, now());
  expect(await world.until(runId, ['held'])).toMatchObject({ reasonCode: 'credential-broken' });

  await world.control('POST', `/registrations/${directoryRegistrationClientId}/secrets/remove`, {});
  await world.control('POST', `/registrations/${directoryRegistrationClientId}/secrets`, { value: 'demo-directory-secret' });
  await world.control('POST', '/clock/advance', { ms: 2 * minute });
  expect(await world.until(runId, ['succeeded'])).toMatchObject({ state: 'succeeded' });
  expect((await fleet()).credentialBrokenSince).toBeNull();
});

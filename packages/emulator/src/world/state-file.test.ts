import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { accountIn, addCustomer } from '../customers/add-customer.ts';
import { addRegistrations, homeTenantId } from '../customers/registrations.ts';
import { churn } from '../directory/churn.ts';
import { tenantGraphOf } from '../graph/tenant-graph.ts';
import { truthLines } from '../graph/truth-lines.ts';
import { createWorld } from './create-world.ts';
import { keepState } from './state-file.ts';
import type { Tenant, World } from './world.ts';

const tenantId = 'c0000009-0000-4000-8000-000000000009';
const day = 24 * 60 * 60_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'emulator-state-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A process begins: a seeded world that goes on where the last one left it. */
async function begin() {
  const world = await createWorld({ baseUrl: 'http://localhost', homeTenantId, seed: 1 });
  addRegistrations(world);
  addCustomer(world, { tenantId, users: 300, groups: 12, devices: 40, premium: true });
  const state = keepState(world, join(folder, 'emulator.json'));
  const tenant = world.tenants.get(tenantId) as Tenant;
  return { world, tenant, ...state };
}

const truthOf = (tenant: Tenant) =>
  Object.fromEntries(Object.entries(truthLines).map(([name, { lines }]) => [name, [...lines(tenant)]]));

const last = <T>(items: T[]): T => items.at(-1) as T;

function changeEverything({ directory, accounts }: Tenant, world: World): void {
  world.clock.advance(40 * day);
  churn(directory, { seed: 4, changes: 250, spare: new Set(accounts.map(({ oid }) => oid)) });
  const device = directory.addDevice({ displayName: 'KIOSK-1' });
  directory.changeDevice(directory.devices.idAt(3), { accountEnabled: false });
  directory.deleteDevice(directory.devices.idAt(4));
  directory.deleteDevice(device.id);
  const app = directory.addApplication({
    displayName: '2026-01-01T00:00:00Z',
    createdAt: world.clock.now(),
    secrets: [],
    certificates: [],
  });
  const secret = { keyId: tenantId, displayName: null, startsAt: world.clock.now(), endsAt: new Date('2031-01-01T00:00:00Z') };
  directory.changeApplication(app.id, { secrets: [secret] });
  const user = last(directory.users(0, 300));
  directory.giveRole(user.id, 'b0f54661-2d74-4c50-afa3-1ec803f12efe');
  directory.changeFacts(user.id, {
    lastSignInAt: new Date('2026-03-03T03:03:03Z'),
    methodsRegistered: ['email'],
    skuPartNumbers: [],
  });
}

it('brings back everything that happened to a directory, at the time it happened, and its change history', async () => {
  const before = await begin();
  changeEverything(before.tenant, before.world);
  before.save();
  const after = await begin();
  expect(truthOf(after.tenant)).toEqual(truthOf(before.tenant));
  expect(after.tenant.directory.userAt(300)).toEqual(before.tenant.directory.userAt(300));
  const { changes } = after.tenant.directory;
  expect(changes.sequence).toBe(before.tenant.directory.changes.sequence);
  expect(changes.digestAt(changes.sequence)).toBe(before.tenant.directory.changes.digestAt(changes.sequence));
  expect(last(after.tenant.directory.applications.list(0, 100))).toEqual(last(before.tenant.directory.applications.list(0, 100)));
});

it('brings a change back at its very instant, also when the clock ticks while it is made', async () => {
  const before = await begin();
  const tick = vi.spyOn(Date, 'now');
  let at = Date.now();
  tick.mockImplementation(() => (at += 1));
  const added = before.tenant.directory.addUser({ displayName: 'Ticked' });
  tick.mockRestore();
  before.save();
  const after = await begin();
  expect(after.tenant.directory.userAt(300)).toEqual(added);
});

it('brings back the clock, the people who sign in and the behaviour of Graph', async () => {
  const before = await begin();
  before.world.clock.advance(100 * day);
  before.tenant.accounts.push(
    accountIn(before.tenant, { username: 'late', displayName: 'Late Comer', kind: 'guest', appRoles: { a: ['b'] } }),
  );
  const graph = tenantGraphOf(before.tenant);
  graph.deltaTokenGeneration = 3;
  graph.settings.latencyMs = 7;
  before.save();
  const after = await begin();
  expect(Math.abs(after.world.clock.nowMs() - before.world.clock.nowMs())).toBeLessThan(1000);
  expect(after.tenant.accounts).toEqual(before.tenant.accounts);
  expect(after.tenant.bornAt).toEqual(before.tenant.bornAt);
  expect(tenantGraphOf(after.tenant)).toMatchObject({ deltaTokenGeneration: 3, settings: { latencyMs: 7 } });
});

it('goes on over several restarts, and through one that ended in the middle of a line', async () => {
  for (let round = 1; round <= 3; round += 1) {
    const { tenant, world, save } = await begin();
    expect(tenant.directory.userCount).toBe(300 + round - 1);
    tenant.directory.addUser({ displayName: `Round ${round}` });
    world.clock.advance(day);
    save();
    appendFileSync(join(folder, 'emulator.json.changes'), '{"tenantId":"c0000009-0000');
  }
  const { tenant } = await begin();
  expect(tenant.directory.users(300, 10).map(({ displayName }) => displayName)).toEqual(['Round 1', 'Round 2', 'Round 3']);
  expect(readFileSync(join(folder, 'emulator.json.changes'), 'utf8').endsWith('\n')).toBe(true);
});

it('brings back a tenant that was added later, with what happened to it', async () => {
  const before = await begin();
  const added = { tenantId: 'c000000a-0000-4000-8000-00000000000a', name: 'Later Ltd', users: 8 };
  const tenant = addCustomer(before.world, added);
  before.world.listener?.({ tenantId: tenant.tenantId, change: 'addCustomer', with: [added] });
  tenant.directory.deleteUser(tenant.directory.userIdAt(5));
  tenant.throttle = { scale: 0.5, retryAfterSeconds: 9 };
  before.save();
  const after = (await begin()).world.tenants.get(tenant.tenantId);
  expect(after).toMatchObject({ name: 'Later Ltd', throttle: { scale: 0.5, retryAfterSeconds: 9 } });
  expect(after?.directory.userCount).toBe(7);
});

it('refuses a file that holds no state', async () => {
  writeFileSync(join(folder, 'emulator.json'), '{"tenants":[]}');
  await expect(begin()).rejects.toThrow();
});

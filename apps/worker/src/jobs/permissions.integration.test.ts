import { type ConnectionState, findTenant, type JobDefinition, jobCatalogue, permissionManifest } from '@tenantry/domain';
import { directoryRegistrationClientId } from '@tenantry/emulator';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectTenant } from '../testing/connect-tenant.ts';
import { runJob } from '../testing/result-rows.ts';
import { startTestWorld, type TestWorld } from '../testing/test-world.ts';

const principal = `service-principals/${directoryRegistrationClientId}`;
/** What the first manifest asked for. */
const firstManifest = ['User.Read.All', 'GroupMember.Read.All', 'Organization.Read.All'];
const jobs: JobDefinition[] = Object.values(jobCatalogue).filter(({ permissions }) => permissions.length > 0);

let world: TestWorld;
let tenantId: string;
const now = () => world.emulator.world.clock.now();
const drop = (permission: string) => world.control('DELETE', `/tenants/${tenantId}/${principal}/roles/${permission}`);
const grant = () => world.control('POST', `/tenants/${tenantId}/${principal}/grant`, {});
const connection = () => world.db.asFleet((tx) => tx.connection.findUniqueOrThrow({ where: { tenantId } }));
/** Proves the connection; a proof that was under way already may have looked too early. */
async function prove(state: ConnectionState): Promise<void> {
  const proven = async () => {
    await runJob(world, tenantId, 'verify-connection');
    return (await connection()).state;
  };
  await expect.poll(proven, { timeout: 20_000 }).toBe(state);
}

beforeAll(async () => {
  world = await startTestWorld('postgres');
  await world.startWorker({ now });
});
afterAll(() => world.close());
// Each proof takes one of the five reports that may be asked for in ten seconds.
beforeEach(() => world.control('POST', '/clock/advance', { ms: 10_000 }));

describe('a job', () => {
  beforeAll(async () => {
    tenantId = await world.connect({ users: 12, premium: true }, { now });
    await world.untilState(tenantId, 'active');
  });

  test.each(jobs.flatMap((job) => job.permissions.map((permission) => ({ job: job.name, permission }))))(
    '$job is held while $permission is missing, and goes on when it is back',
    async ({ job, permission }) => {
      await drop(permission);
      await runJob(world, tenantId, 'verify-connection');
      expect((await connection()).state).toBe('degraded');
      const runId = await world.start(tenantId, job);
      expect(await world.until(runId, ['held', 'succeeded'])).toMatchObject({ state: 'held', reasonCode: 'permission-missing' });
      await grant();
      await runJob(world, tenantId, 'verify-connection');
      expect(await world.until(runId, ['succeeded', 'partial', 'failed'])).toMatchObject({ state: 'succeeded' });
      expect((await connection()).state).toBe('active');
    },
  );
});

describe('a tenant that approved the first manifest', () => {
  beforeEach(async () => {
    tenantId = await world.connect({ users: 12, premium: true }, { now });
    await world.untilState(tenantId, 'active');
    for (const permission of (await connection()).grantedPermissions)
      if (!firstManifest.includes(permission)) await drop(permission);
    const before = { grantedPermissions: firstManifest, manifestVersion: 1 };
    await world.db.asFleet((tx) => tx.connection.update({ where: { tenantId }, data: before }));
    await prove('degraded');
  });

  test('is shown as degraded, at its own version, with what is missing', async () => {
    const tenant = await findTenant(world.db, tenantId);
    expect(tenant).toMatchObject({ state: 'degraded', reasonCode: 'permission-missing', manifestVersion: 1 });
    const asked = permissionManifest.permissions.map(({ value }) => value);
    expect(tenant?.missingPermissions).toEqual(asked.filter((value) => !firstManifest.includes(value)));
  });

  test('goes on with the jobs it had, and sees less only where more would need more', async () => {
    expect(await world.sync(tenantId)).toMatchObject({ state: 'succeeded', result: { devices: null } });
    expect(await runJob(world, tenantId, 'group-membership-export')).toMatchObject({ state: 'succeeded' });
    const licences = await runJob(world, tenantId, 'licence-inventory');
    expect(licences).toMatchObject({ state: 'partial', result: { inactive: null, noActivity: 'permission-missing' } });
  });

  test('becomes active with its next approval, which interrupts nothing and lets held runs go on', async () => {
    const held = await world.start(tenantId, 'inactive-users');
    expect(await world.until(held, ['held', 'succeeded'])).toMatchObject({ state: 'held', reasonCode: 'permission-missing' });
    await connectTenant(world.db, world.queue.ring, { tenantId, approve: grant, now });
    expect(['degraded', 'active']).toContain((await connection()).state);
    await world.untilState(tenantId, 'active');
    expect(await connection()).toMatchObject({ manifestVersion: permissionManifest.version, reasonCode: null });
    expect(await world.until(held, ['succeeded', 'partial', 'failed'])).toMatchObject({ state: 'succeeded' });
    expect(await world.sync(tenantId)).toMatchObject({ state: 'succeeded', result: { devices: { removed: 0 } } });
  });
});

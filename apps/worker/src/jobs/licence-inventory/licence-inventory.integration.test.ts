import { afterAll, beforeAll, expect, test } from 'vitest';
import { readResultRows, runJob } from '../../testing/result-rows.ts';
import { startTestWorld, type TestWorld } from '../../testing/test-world.ts';
import { readTruthOf } from '../../testing/truth.ts';

const day = 24 * 60 * 60_000;
const inactiveDays = 45;

interface Sku {
  skuId: string;
  skuPartNumber: string;
  capabilityStatus: string;
  consumedUnits: number;
}
interface Licence {
  userId: string;
  skuId: string;
  skuPartNumber: string;
}
interface SignIns {
  userId: string;
  accountEnabled: boolean;
  [instant: string]: string | boolean | null;
}

let world: TestWorld;
beforeAll(async () => {
  world = await startTestWorld('postgres');
  await world.startWorker();
});
afterAll(() => world.close());

async function connected(premium: boolean): Promise<string> {
  const tenantId = await world.connect({ users: 1300, premium });
  await world.untilState(tenantId, 'active');
  return tenantId;
}

/** Wasted licences by the emulator's own account: `<why> <user> <licence>`. */
async function wastedInTruth(tenantId: string, asOf: number, activityShown: boolean): Promise<string[]> {
  const users = new Map((await readTruthOf<SignIns>(world, tenantId, 'sign-ins')).map((user) => [user.userId, user]));
  const why = ({ userId: _id, accountEnabled, ...instants }: SignIns): string | null => {
    if (!accountEnabled) return 'disabled';
    const seen = Math.max(...Object.values(instants).map((each) => (typeof each === 'string' ? Date.parse(each) : 0)));
    return activityShown && asOf - seen >= inactiveDays * day ? 'inactive' : null;
  };
  return (await readTruthOf<Licence>(world, tenantId, 'licences'))
    .flatMap(({ userId, skuPartNumber }) => {
      const reason = why(users.get(userId) as SignIns);
      return reason === null ? [] : [`${reason} ${userId} ${skuPartNumber}`];
    })
    .toSorted();
}

async function expectInventory(tenantId: string, run: Awaited<ReturnType<typeof runJob>>, activityShown: boolean): Promise<void> {
  const rows = await readResultRows(world, run);
  const wasted = await wastedInTruth(tenantId, Date.parse(String(run.result?.asOf)), activityShown);
  expect(wasted.filter((each) => each.startsWith('disabled')).length).toBeGreaterThan(0);
  const listed = rows.filter(({ what }) => what !== 'licence');
  expect(listed.map(({ what, userId, licence }) => `${what} ${userId} ${licence}`).toSorted()).toEqual(wasted);
  const skus = await readTruthOf<Sku>(world, tenantId, 'subscribed-skus');
  const count = (reason: string, name: string) =>
    wasted.filter((each) => each.startsWith(reason) && each.endsWith(` ${name}`)).length;
  expect(rows.filter(({ what }) => what === 'licence')).toEqual(
    skus
      .toSorted((a, b) => a.skuId.localeCompare(b.skuId))
      .map(({ skuId, skuPartNumber, capabilityStatus, consumedUnits }) =>
        expect.objectContaining({
          skuId,
          licence: skuPartNumber,
          status: capabilityStatus,
          assigned: consumedUnits,
          onDisabled: count('disabled', skuPartNumber),
          onInactive: activityShown ? count('inactive', skuPartNumber) : null,
        }),
      ),
  );
}

test('tells what is subscribed and assigned, and what is wasted on disabled and inactive users', async () => {
  const tenantId = await connected(true);
  const run = await runJob(world, tenantId, 'licence-inventory', { inactiveDays });
  expect(run).toMatchObject({ state: 'succeeded', result: { read: 1300, noActivity: null }, progress: { pages: 3 } });
  await expectInventory(tenantId, run, true);
});

test('without a licence for sign-in activity the inactive ones are unknown, and the run is partial and says why', async () => {
  const tenantId = await connected(false);
  const run = await runJob(world, tenantId, 'licence-inventory', { inactiveDays });
  expect(run).toMatchObject({
    state: 'partial',
    result: { read: 1300, inactive: null, noActivity: 'Authentication_RequestFromNonPremiumTenantOrB2CTenant' },
  });
  await expectInventory(tenantId, run, false);
});

test('a run that was not asked for inactive users is whole without them', async () => {
  const tenantId = await connected(false);
  const run = await runJob(world, tenantId, 'licence-inventory', { countInactive: false });
  expect(run).toMatchObject({ state: 'succeeded', result: { inactive: null, noActivity: 'not-asked' } });
  await expectInventory(tenantId, run, false);
});

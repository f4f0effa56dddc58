import { heartbeatWorker } from '@tenantry/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PortalUnderTest, startPortalUnderTest } from '../../../testing/portal-under-test.ts';
import { GET as ready } from './route.ts';

let portal: PortalUnderTest;
const minutesAgo = (count: number) => new Date(Date.now() - count * 60_000);

beforeAll(async () => {
  portal = await startPortalUnderTest(1);
});
afterAll(() => portal.close());

async function ask() {
  const answer = await ready();
  return [answer.status, await answer.json()];
}

test('with nothing to do the portal is ready, whether there is a worker or not', async () => {
  expect(await ask()).toEqual([200, { ready: true }]);
});

test('with work that is due for a minute and no worker it is not, and strangers hear no more than that', async () => {
  const due = { tenantId: portal.tenants[0] as string, job: 'directory-sync', params: {}, lane: 'bulk' as const };
  await portal.database.database.asFleet((tx) =>
    tx.run.create({
      data: { ...due, trigger: 'operator', requestedBy: 'x', createdAt: minutesAgo(2), rungAt: minutesAgo(1), ring: 1 },
    }),
  );
  expect(await ask()).toEqual([503, { ready: false }]);
});

test('a worker that has lately worked something off makes it ready again, one that stands still does not', async () => {
  const worker = { id: 'w', host: 'h', pid: 1, running: 1, wedgedAt: null };
  const { database } = portal.database;
  await heartbeatWorker(database, { ...worker, workedAt: new Date(), now: new Date() });
  expect(await ask()).toEqual([200, { ready: true }]);
  await database.asFleet((tx) => tx.worker.updateMany({ data: { startedAt: minutesAgo(5) } }));
  await heartbeatWorker(database, { ...worker, workedAt: minutesAgo(2), now: new Date() });
  expect(await ask()).toEqual([503, { ready: false }]);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { at, type PortalUnderTest, startPortalUnderTest } from '../../../../testing/portal-under-test.ts';
import { PATCH as change, GET as find, DELETE as remove } from './[scheduleId]/route.ts';
import { POST as create, GET as list } from './route.ts';

let portal: PortalUnderTest;
const nightly = {
  label: 'Nightly',
  job: 'directory-sync',
  selection: { kind: 'all' },
  cron: '0 3 * * *',
  timeZone: 'Europe/Stockholm',
};

beforeAll(async () => {
  portal = await startPortalUnderTest(1);
});
afterAll(() => portal.close());

async function made(wish: object = nightly) {
  const answer = await create(portal.send('POST', '/api/v1/schedules', wish), at({}));
  expect(answer.status).toBe(201);
  return answer.json();
}

const patch = async (scheduleId: string, wish: object) => {
  const answer = await change(portal.send('PATCH', '/api/v1/schedules/x', wish), at({ scheduleId }));
  return { status: answer.status, body: await answer.json() };
};

test('a schedule is made with its next times, listed, found and deleted', async () => {
  const schedule = await made();
  expect(schedule).toMatchObject({
    ...nightly,
    everyMinutes: null,
    spreadMinutes: 60,
    catchUp: 'once',
    enabled: true,
    batches: [],
  });
  expect(schedule.upcoming).toHaveLength(5);
  expect(schedule.upcoming[0]).toBe(schedule.nextAt);
  const page = await (await list(portal.ask('/api/v1/schedules'), at({}))).json();
  expect(page.items[0]).toMatchObject({ id: schedule.id, lastBatch: null });
  const scheduleId = schedule.id;
  const gone = await remove(portal.send('DELETE', '/api/v1/schedules/x'), at({ scheduleId }));
  expect([gone.status, await gone.text()]).toEqual([204, '']);
  expect((await find(portal.ask('/api/v1/schedules/x'), at({ scheduleId }))).status).toBe(404);
});

test('a change keeps what it leaves out, and another cadence replaces the old one whole', async () => {
  const { id } = await made({ ...nightly, params: { fullPass: true }, catchUp: 'skip' });
  expect((await patch(id, { label: 'Weekly' })).body).toMatchObject({
    label: 'Weekly',
    cron: '0 3 * * *',
    params: { fullPass: true },
    catchUp: 'skip',
    spreadMinutes: 60,
  });
  expect((await patch(id, { everyMinutes: 20 })).body).toMatchObject({
    cron: null,
    timeZone: null,
    everyMinutes: 20,
    spreadMinutes: 5,
    params: { fullPass: true },
  });
});

test('switched off it has no next time, and switched on again it has', async () => {
  const { id } = await made();
  expect((await patch(id, { enabled: false })).body).toMatchObject({ enabled: false, nextAt: null, upcoming: [] });
  expect((await patch(id, { enabled: true })).body).toMatchObject({ enabled: true, nextAt: expect.any(String) });
});

test.each([
  [{ cron: 'now and then' }, 'cron'],
  [{ cron: '* * * * *' }, 'cron'],
  [{ timeZone: 'Europe/Atlantis' }, 'timeZone'],
  [{ cron: undefined, timeZone: undefined }, 'cron'],
  [{ job: 'nothing' }, 'job'],
  [{ job: 'verify-connection' }, 'job'],
  [{ params: { fullPass: 'perhaps' } }, 'params.fullPass'],
  [{ spreadMinutes: 5000 }, 'spreadMinutes'],
  [{ label: '' }, 'label'],
  [{ selection: { kind: 'tag' } }, 'selection.tag'],
  [{ colour: 'red' }, 'colour'],
])('a schedule with %j is refused with its field', async (wrong, field) => {
  const answer = await create(portal.send('POST', '/api/v1/schedules', { ...nightly, ...wrong }), at({}));
  const body = await answer.json();
  expect([400, 422]).toContain(answer.status);
  expect(body.problems.map((problem: { field: string }) => problem.field)).toContain(field);
});

test('a change that does not fit is refused and changes nothing', async () => {
  const { id } = await made();
  const { status, body } = await patch(id, { cron: '61 3 * * *', timeZone: 'Europe/Stockholm' });
  expect([status, body.problems[0].field]).toEqual([422, 'cron']);
  const present = await (await find(portal.ask('/api/v1/schedules/x'), at({ scheduleId: id }))).json();
  expect(present.cron).toBe('0 3 * * *');
});

test('a key that may only read makes, changes and deletes nothing', async () => {
  const { id: scheduleId } = await made();
  const { send, reader } = portal;
  expect((await create(send('POST', '/api/v1/schedules', nightly, reader), at({}))).status).toBe(403);
  expect((await change(send('PATCH', '/x', { enabled: false }, reader), at({ scheduleId }))).status).toBe(403);
  expect((await remove(send('DELETE', '/x', {}, reader), at({ scheduleId }))).status).toBe(403);
  const present = await (await find(portal.ask('/api/v1/schedules/x', reader), at({ scheduleId }))).json();
  expect(present.enabled).toBe(true);
});

test('a schedule nobody knows is 404', async () => {
  for (const scheduleId of ['ffffffff-ffff-4fff-8fff-ffffffffffff', 'x']) {
    expect((await find(portal.ask('/x'), at({ scheduleId }))).status).toBe(404);
    expect((await patch(scheduleId, { enabled: false })).status).toBe(404);
    expect((await patch(scheduleId, { label: 'y' })).status).toBe(404);
    expect((await remove(portal.send('DELETE', '/x'), at({ scheduleId }))).status).toBe(404);
  }
});

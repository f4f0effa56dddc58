import { alertKinds, connectionStates } from '@tenantry/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HandlersUnderTest, startHandlers } from '../../testing/handlers.ts';
import { GET, POST } from './route.ts';

const token = 'a-token-of-the-tests';
const tenantId = 'f0000000-0000-4000-8000-0000000000aa';
let under: HandlersUnderTest;

beforeAll(async () => {
  under = await startHandlers({ METRICS_TOKEN: token });
  const now = new Date();
  await under.database.database.asFleet(async (tx) => {
    await tx.tenant.create({ data: { tenantId, name: 'Zanzibar Spices', defaultDomain: 'zanzibar.example' } });
    await tx.connection.create({ data: { tenantId, state: 'active', manifestVersion: 1 } });
    const run = { tenantId, job: 'directory-sync', params: {}, lane: 'bulk' as const, trigger: 'operator', requestedBy: 'x' };
    const dueSince = new Date(now.getTime() - 90_000);
    await tx.run.create({ data: { ...run, state: 'queued', createdAt: dueSince } });
    await tx.run.create({ data: { ...run, state: 'held' } });
    await tx.run.create({ data: { ...run, state: 'succeeded', finishedAt: now } });
    await tx.alert.create({ data: { kind: alertKinds[0], subject: 'zanzibar-schedule' } });
    await tx.worker.create({ data: { id: 'zanzibar-worker', host: 'h', pid: 1, seenAt: now } });
    await tx.graphBudget.create({ data: { scope: 'app', units: 1200.5, capacity: 150_000, granted: 0, filledAt: now } });
    const pausedUntil = new Date(now.getTime() + 60_000);
    await tx.graphBudget.create({ data: { scope: tenantId, units: 0, capacity: 3500, granted: 0, filledAt: now, pausedUntil } });
  });
});
afterAll(() => under.close());

const ask = (authorization?: string) =>
  GET(new Request('https://portal.example.com/metrics', { headers: authorization === undefined ? {} : { authorization } }));

test('the fleet is told to whoever shows the token, without a tenant, a name or a secret', async () => {
  const answer = await ask(`Bearer ${token}`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const text = await answer.text();
  const samples = Object.fromEntries(
    text.split('\n').flatMap((line) => (line === '' || line.startsWith('#') ? [] : [line.split(' ') as [string, string]])),
  );
  expect(samples).toMatchObject({
    'tenantry_runs{state="queued"}': '1',
    'tenantry_runs{state="held"}': '1',
    'tenantry_runs{state="running"}': '0',
    tenantry_runs_due: '1',
    'tenantry_tenants{state="active"}': '1',
    [`tenantry_alerts_open{kind="${alertKinds[0]}"}`]: '1',
    'tenantry_workers{condition="working"}': '1',
    'tenantry_workers{condition="wedged"}': '0',
    tenantry_graph_budget_units: '1200.5',
    tenantry_graph_budget_capacity_units: '150000',
    tenantry_graph_budgets_paused: '1',
    tenantry_credential_broken: '0',
    tenantry_fleet_paused: '0',
  });
  expect(Number(samples.tenantry_runs_due_oldest_age_seconds)).toBeGreaterThanOrEqual(90);
  expect(Object.keys(samples)).not.toContain('tenantry_runs{state="succeeded"}');
  for (const state of connectionStates) expect(samples).toHaveProperty([`tenantry_tenants{state="${state}"}`]);
  for (const told of ['anzibar', tenantId, token, 'demo-sign-in-secret', 'directory-sync']) expect(text).not.toContain(told);
});

test.each([undefined, 'Bearer wrong-token-altogether', `Basic ${token}`])(
  'who shows %s learns nothing',
  async (authorization) => {
    const answer = await ask(authorization);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(await answer.text()).not.toContain('tenantry_');
  },
);

test('it answers to GET alone', async () => {
  expect((await POST()).status).toBe(405);
});

import type { ApiPage, ApiRun, ApiTenant } from '../fixtures/api-client.ts';
import { openAs } from '../fixtures/operator-pages.ts';
import { takeLooks } from './looks.ts';
import { type Stage, until } from './stage.ts';
import { takeSteeringPages } from './steering-pages.ts';

/** What an operator sees. The demo's own sync is over when the lists are taken. */
export async function takeOperatorPages(stage: Stage): Promise<void> {
  const { api, emulator, newVisitor, addConnected, run } = stage;
  const gone = await addConnected({ name: 'Vinícola Serra Alta', defaultDomain: 'serra-alta.example', users: 400 });
  const expired = { target: 'graph', tenantId: gone.tenantId, count: 1, fault: { kind: 'claims-challenge' } };
  const unknown = { kind: 'entra-error', error: 'invalid_request', aadsts: 90002 };
  await emulator.control('POST', '/faults', expired);
  await emulator.control('POST', '/faults', { target: 'token', tenantId: gone.tenantId, fault: unknown });
  const failedRun = await run(gone.tenantId, ['failed']);

  const revoked = await addConnected({ name: 'Clínica Santa Inês', defaultDomain: 'santa-ines.example', users: 90 });
  const { servicePrincipals } = await emulator.control<{ servicePrincipals: { appId: string; appRoleAssignments: object[] }[] }>(
    'GET',
    `/tenants/${revoked.tenantId}`,
  );
  const app = servicePrincipals.find(({ appRoleAssignments }) => appRoleAssignments.length > 0)?.appId;
  await emulator.control('DELETE', `/tenants/${revoked.tenantId}/service-principals/${app}`);
  const heldRun = await run(revoked.tenantId, ['held']);

  const throttled = await addConnected({ name: 'Nordlys Media AB', defaultDomain: 'nordlys-media.example', users: 300 });
  const fault = { kind: 'throttled', retryAfterSeconds: 900 };
  await emulator.control('POST', '/faults', { target: 'graph', tenantId: throttled.tenantId, fault });
  const waitingRun = await run(throttled.tenantId, ['waiting']);

  const page = await newVisitor();
  await openAs(page, 'admin');
  await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();

  const slow = await addConnected({ name: 'Rijnmond Zorggroep', defaultDomain: 'rijnmond-zorg.example', users: 9000 });
  await emulator.control('PATCH', `/tenants/${slow.tenantId}/graph`, { latencyMs: 500, longestPage: 100 });
  await page.goto(await run(slow.tenantId, ['running', 'waiting']));
  await page.getByText(/a second$/).waitFor();
  await takeLooks(page, 'console-run-live');
  await page.goto('/console/runs');
  await takeLooks(page, 'console-runs-live');
  await emulator.control('PATCH', `/tenants/${slow.tenantId}/graph`, { latencyMs: 0, longestPage: 999 });

  await until('the end of the demo’s sync', async () => {
    const { items } = (await api.get<ApiPage<ApiRun>>('/runs?state=queued,running,waiting&job=directory-sync&limit=200')).body;
    return items.every(({ tenantId }) => tenantId === throttled.tenantId);
  });
  const tenants = await api.all<ApiTenant>('/tenants', 200);
  const unclaimed = tenants.find(({ state }) => state === 'unclaimed')?.tenantId;
  const settling = tenants.find(({ state }) => state === 'settling')?.tenantId;
  const big = stage.facts.tenants.at(-1)?.tenantId;
  const medium = stage.facts.tenants.at(5)?.tenantId;
  const [done] = (await api.get<ApiPage<ApiRun>>(`/runs?tenantId=${big}&job=directory-sync&state=succeeded`)).body.items;
  for (const [path, name] of [
    ['/console', 'console-overview'],
    ['/console/tenants', 'console-tenants'],
    ['/console/tenants?search=nobody', 'console-tenants-none'],
    [`/console/tenants/${big}`, 'console-tenant'],
    [`/console/tenants/${unclaimed}`, 'console-tenant-unclaimed'],
    [`/console/tenants/${settling}`, 'console-tenant-settling'],
    [`/console/tenants/${throttled.tenantId}`, 'console-tenant-throttled'],
    [`/console/tenants/${medium}/users?search=okafor`, 'console-users'],
    [`/console/tenants/${settling}/users`, 'console-users-none'],
    [`/console/tenants/${medium}/groups?search=berlin`, 'console-groups'],
    [`/console/tenants/${big}/runs`, 'console-tenant-runs'],
    ['/console/runs', 'console-runs'],
    [`/console/runs/${done?.id}`, 'console-run-done'],
    [waitingRun, 'console-run-waiting'],
    [heldRun, 'console-run-held'],
    [failedRun, 'console-run-failed'],
    [`/console/tenants/${revoked.tenantId}`, 'console-tenant-needs-consent'],
    [`/console/runs/new?tenant=${big}&tenant=${throttled.tenantId}`, 'console-start-job'],
    ['/console/invitations', 'console-invitations'],
    ['/console/nowhere', 'console-not-found'],
  ] as const) {
    await page.goto(path);
    await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    await takeLooks(page, name);
  }
  const viewer = await newVisitor();
  await openAs(viewer, 'viewer');
  await viewer.goto('/console/runs/new');
  await viewer.getByRole('status').filter({ hasText: 'Live' }).waitFor();
  await takeLooks(viewer, 'console-role-needed');

  await takeSteeringPages(stage, page);
  await page.goto('/console');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name: 'Navigation' }).click();
  await page.getByRole('dialog').getByRole('link', { name: 'Runs' }).waitFor();
  await takeLooks(page, 'console-navigation', { what: 'screen', only: 'phone' });
}

import { writeUsers } from '@tenantry/db';
import { createGraph } from '@tenantry/graph';
import { createAppTokens } from '@tenantry/entra/tokens';
import { test } from 'vitest';
import { startTestWorld } from './testing/test-world.ts';
import { userSchema } from './jobs/directory-sync/directory-objects.ts';
import { forkWorker, endWorker } from './testing/child-worker.ts';
test('speed', async () => {
  const world = await startTestWorld('postgres');
  const w = await world.startWorker();
  const tenantId = await world.connect({ users: 100_000, groups: 10 });
  await world.untilState(tenantId, 'active');
  await w.close('x');
  const tokens = createAppTokens({ entraBaseUrl: world.emulator.url, clientId: world.settings.ENTRA_CLIENT_ID, credential: { kind: 'secret', value: 'demo-directory-secret' }, graphResource: 'https://graph.microsoft.com' });
  const token = (await tokens.get(tenantId, { generation: 9 })).accessToken;
  const graph = createGraph({ baseUrl: world.emulator.url }).forTenant({ getToken: async () => token });
  const pages: any[] = [];
  let t = performance.now();
  for await (const p of graph.pages('/users?$select=id,displayName,userPrincipalName,mail,accountEnabled,userType&$top=999', userSchema)) pages.push(p.items);
  console.log('download', Math.round(performance.now() - t), pages.length);
  t = performance.now();
  let n = 0; let cursor: string | null = `${world.emulator.url}/v1.0/users?$select=id,displayName,userPrincipalName,mail,accountEnabled,userType&$top=999`;
  while (cursor) { const r = await fetch(cursor, { headers: { authorization: `Bearer ${token}` } }); const b: any = await r.json(); n += b.value.length; cursor = b['@odata.nextLink'] ?? null; }
  console.log('bare download', Math.round(performance.now() - t), n);
  for (const g of [1, 1, 2]) {
    t = performance.now();
    for (const items of pages) await world.db.asTenant(tenantId, (tx) => writeUsers(tx, tenantId, items, g, new Date()));
    console.log('write generation', g, Math.round(performance.now() - t));
  }
  const child = await forkWorker(world);
  for (const latencyMs of [0, 20]) {
    await world.control('PATCH', `/tenants/${tenantId}/graph`, { latencyMs });
    t = performance.now();
    const run = await world.sync(tenantId, { fullPass: true });
    console.log('sync child full', latencyMs, Math.round(performance.now() - t), run.slice);
  }
  await endWorker(child, 'SIGTERM');
  await world.close();
}, 120000);

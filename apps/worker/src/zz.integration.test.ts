import { test } from 'vitest';
import { startTestWorld } from './testing/test-world.ts';
import { expectTruth } from './testing/truth.ts';
test.each(['postgres','redis'] as const)('speed %s', async (kind) => {
  const world = await startTestWorld(kind);
  await world.startWorker();
  const tenantId = await world.connect({ users: 100_000, groups: 10 });
  await world.untilState(tenantId, 'active');
  for (const latencyMs of [0, 20]) {
  await world.control('PATCH', `/tenants/${tenantId}/graph`, { latencyMs });
  for (const p of [{fullPass:true},{fullPass:true},{}]) {
    const t = performance.now();
    const run = await world.sync(tenantId, p);
    console.log(kind, latencyMs, JSON.stringify(p), Math.round(performance.now() - t), run.slice, JSON.stringify(run.result));
  }
  }
  const t = performance.now(); let n = 0;
  await world.close();
}, 120000);

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestWorld, type TestWorld } from '../../testing/test-world.ts';
import { expectTruth, readRows, readTruth } from '../../testing/truth.ts';

describe.each(['postgres', 'redis'] as const)('a directory-sync with the queue on %s', (kind) => {
  let world: TestWorld;
  let tenantId: string;
  beforeAll(async () => {
    world = await startTestWorld(kind);
    await world.startWorker();
    tenantId = await world.connect({ users: 1500, groups: 60, membersPerGroup: 20 });
    await world.untilState(tenantId, 'active');
  });
  afterAll(() => world.close());

  test('reads everything the first time', async () => {
    const run = await world.sync(tenantId);
    expect(run).toMatchObject({ state: 'succeeded', result: { fullPass: true, users: { added: 1500, removed: 0 } } });
    await expectTruth(world, tenantId);
  });
});

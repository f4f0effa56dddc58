import type { Bench, Comparison } from '../bench.ts';
import { startInstallation } from '../installation.ts';
import { interleave } from '../interleave.ts';
import { runToEnd } from '../run-to-end.ts';

const tenantId = 'b3000000-0000-4000-8000-000000000001';
const changes = 100;

/** What a second sync costs when little has changed, beside reading everything again. */
export const resync: Bench = {
  name: 'resync',
  async run(tools) {
    const { say, quick } = tools;
    const { users, rounds } = quick ? { users: 5000, rounds: 2 } : { users: 100_000, rounds: 5 };
    const installation = await startInstallation(tools);
    const { emulator } = installation;
    // As many groups, members and devices as the emulator gives a directory of that size.
    await installation.connect({ tenantId, users });
    await emulator.control('PATCH', `/tenants/${tenantId}/graph`, { latencyMs: 20 });
    say(`A tenant of ${users} users with groups, members and devices is read for the first time, pages at 20 ms …`);
    await runToEnd(installation, tenantId);
    let seed = 0;
    const asked = { ours: 0, instead: 0 };
    const measured = async (side: keyof typeof asked, fullPass: boolean) => {
      seed += 1;
      await emulator.control('POST', `/tenants/${tenantId}/churn`, { changes, seed });
      await emulator.control('DELETE', '/counters');
      const { ms } = await runToEnd(installation, tenantId, { fullPass });
      asked[side] = (await emulator.counters(tenantId)).graphRequests ?? 0;
      return ms;
    };
    const time = await interleave(
      tools,
      { title: `A sync after ${changes} changes in ${users} users`, rounds, unit: 'ms' },
      { 'what changed': () => measured('ours', false), 'full pass': () => measured('instead', true) },
    );
    const what = `sync after ${changes} changes in ${users} users, beside a full pass`;
    const beside = (unit: string, ours: number, instead: number, atMost: number): Comparison => ({
      measure: `${unit === 'ms' ? 'time' : 'HTTP requests'} of a ${what}`,
      ...{ unit, ours, instead, limit: null, ratio: ours / instead, goal: { atMost } },
    });
    return [beside('requests', asked.ours, asked.instead, 0.01), beside('ms', time['what changed'], time['full pass'], 0.02)];
  },
};

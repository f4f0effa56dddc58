import { createAppTokens } from '@tenantry/entra/tokens';
import type { Bench, BenchTools, Comparison } from '../bench.ts';
import { graphResource, registration } from '../emulator.ts';
import { interleave } from '../interleave.ts';
import { download } from './download.ts';
import { firstSync } from './first-sync.ts';
import { type Installation, startInstallation } from './installation.ts';
import { sample } from './sample.ts';

const users = 100_000;
const sampleUsers = 5000;
const rounds = 5;
/** Few and small, so that users are what is measured. */
const groups = { groups: 20, membersPerGroup: 10 };
const large = 'b1000000-0000-4000-8000-000000100000';
const small = 'b1000000-0000-4000-8000-000000010000';

const latencies = [
  { latencyMs: 20, beside: { sample: 12, download: 0.85 } },
  { latencyMs: 0, beside: { sample: 30, download: 0.3 } },
];

/** The first sync of a large tenant, beside the official samples' way and beside downloading alone. */
export const sync: Bench = {
  name: 'sync',
  async run(tools) {
    const { say } = tools;
    say(
      'Emulator, PostgreSQL (without fsync) and worker run in processes of their own; the sample and the download run in this one.',
    );
    const installation = await startInstallation(tools);
    for (const [tenantId, count] of [
      [large, users],
      [small, 10_000],
    ] as const)
      await installation.connect({ tenantId, users: count, ...groups });
    say(
      `The tenant has ${users} users and ${groups.groups} groups of about ${groups.membersPerGroup}. Ours is the whole run, from its start to its end: claim, organization,`,
    );
    say(
      `users, groups, delta links, counts. The download is the pages of users alone. The sample writes its first ${sampleUsers} users, at a linear cost.`,
    );
    const sides = await sidesOf(installation);
    for (const measure of Object.values(sides(small, 10_000))) await measure();
    const comparisons: Comparison[] = [];
    for (const each of latencies) comparisons.push(...(await compare(tools, installation, each, sides(large, users))));
    return comparisons;
  },
};

type Sides = Record<'download' | 'ours' | 'sample', () => Promise<number>>;

async function sidesOf(installation: Installation): Promise<(tenantId: string, count: number) => Sides> {
  const { emulator, owner } = installation;
  const tokens = createAppTokens({
    entraBaseUrl: emulator.url,
    clientId: registration.clientId,
    credential: { kind: 'secret', value: registration.secret },
    graphResource,
  });
  const tokenFor = async (tenantId: string) => (await tokens.get(tenantId, { generation: 1 })).accessToken;
  return (tenantId, count) => ({
    download: async () => download(emulator.url, await tokenFor(tenantId), count),
    ours: async () => {
      await empty(installation);
      return firstSync(installation, tenantId, count);
    },
    sample: async () => {
      await empty(installation);
      return sample(owner, { graphUrl: emulator.url, accessToken: await tokenFor(tenantId), tenantId, users: sampleUsers });
    },
  });
}

/** Every sync is a first one, into empty tables, and pays for its own writing only. */
async function empty({ owner }: Installation): Promise<void> {
  await owner.query('truncate directory_user, directory_group, directory_membership, directory_cursor');
  await owner.query('checkpoint');
}

async function compare(
  tools: BenchTools,
  { emulator }: Installation,
  { latencyMs, beside }: (typeof latencies)[number],
  sides: Sides,
): Promise<Comparison[]> {
  await emulator.control('PATCH', `/tenants/${large}/graph`, { latencyMs });
  const title = `First sync, pages at ${latencyMs} ms`;
  const { ours, sample: instead, download: limit } = await interleave(tools, { title, rounds, unit: 'users/s' }, sides);
  const measure = `first sync of ${users} users, pages at ${latencyMs} ms`;
  const unit = 'users/s';
  return [
    {
      measure: `${measure}, beside the sample`,
      unit,
      ours,
      instead,
      limit: null,
      ratio: ours / instead,
      goal: { atLeast: beside.sample },
    },
    {
      measure: `${measure}, beside the download`,
      unit,
      ours,
      instead: null,
      limit,
      ratio: ours / limit,
      goal: { atLeast: beside.download },
    },
  ];
}

import { download } from '../graph/download.ts';
import { graphAccess } from '../graph/graph-access.ts';
import type { Installation } from '../installation.ts';
import { firstSync } from './first-sync.ts';
import { type SampleUser, sample } from './sample.ts';
import { upsertByPrisma, upsertBySql } from './upserts.ts';

/** What is compared; each gives users a second. */
export type Sides = Record<'download' | 'ours' | 'sample' | 'sample by SQL', () => Promise<number>>;

/** The sides for one connected tenant. */
export function sidesOf(installation: Installation, tenant: { tenantId: string; users: number }, sampleUsers: number): Sides {
  const { emulator, owner } = installation;
  const { tenantId, users } = tenant;
  const count = async () => {
    const { rows } = await owner.query('select count(*)::int as count from directory_user where tenant_id = $1', [tenantId]);
    return rows[0].count as number;
  };
  const sampled = (upsert: (user: SampleUser) => Promise<unknown>) => async () => {
    await empty(installation);
    return sample(await graphAccess(emulator.url, tenantId), { users: sampleUsers, upsert, count });
  };
  return {
    download: async () => download(await graphAccess(emulator.url, tenantId), users),
    ours: async () => {
      await empty(installation);
      return firstSync(installation, tenantId, users);
    },
    sample: sampled(upsertByPrisma(installation, tenantId)),
    'sample by SQL': sampled(upsertBySql(installation, tenantId)),
  };
}

/** Every sync is a first one, into empty tables, and pays for its own writing only. */
async function empty({ owner }: Installation): Promise<void> {
  await owner.query('truncate directory_user, directory_group, directory_device, directory_membership, directory_cursor');
  await owner.query('checkpoint');
}

import { createAppTokens } from '@tenantry/entra/tokens';
import { graphResource, registration } from '../emulator.ts';
import { download } from './download.ts';
import { firstSync } from './first-sync.ts';
import type { Installation } from './installation.ts';
import { sample } from './sample.ts';

/** What is compared; each gives users a second. */
export type Sides = Record<'download' | 'ours' | 'sample', () => Promise<number>>;

/** The sides for one connected tenant. */
export function sidesOf(installation: Installation, tenant: { tenantId: string; users: number }, sampleUsers: number): Sides {
  const { emulator, owner } = installation;
  const { tenantId, users } = tenant;
  const tokens = createAppTokens({
    entraBaseUrl: emulator.url,
    clientId: registration.clientId,
    credential: { kind: 'secret', value: registration.secret },
    graphResource,
  });
  const graphAccess = async () => ({
    graphUrl: emulator.url,
    accessToken: (await tokens.get(tenantId, { generation: 1 })).accessToken,
  });
  return {
    download: async () => download(await graphAccess(), users),
    ours: async () => {
      await empty(installation);
      return firstSync(installation, tenantId, users);
    },
    sample: async () => {
      await empty(installation);
      return sample(owner, await graphAccess(), { tenantId, users: sampleUsers });
    },
  };
}

/** Every sync is a first one, into empty tables, and pays for its own writing only. */
async function empty({ owner }: Installation): Promise<void> {
  await owner.query('truncate directory_user, directory_group, directory_membership, directory_cursor');
  await owner.query('checkpoint');
}

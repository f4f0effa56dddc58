import { jobCatalogue } from '@tenantry/domain';
import type { Job, Slice } from '../../engine/slice.ts';
import { catchUp } from './catch-up.ts';
import { type Checkpoint, checkpointSchema, firstCheckpoint } from './checkpoint.ts';
import { findStarts, type Starts } from './cursor.ts';
import { syncDevices } from './devices.ts';
import { organizationPath, organizationSchema, type Resource } from './directory-objects.ts';
import { groups } from './groups.ts';
import { save } from './read-pages.ts';
import { countWhenClosed } from './record-counts.ts';
import { syncResource } from './sync-resource.ts';
import { users } from './users.ts';

/**
 * Makes the tenant's rows equal to its directory: everything the first time, afterwards what changed. Each page is committed with the
 * position after it, so a run that is killed anywhere continues with the page that was not written.
 */
export const directorySync: Job<Checkpoint> = {
  checkpoint: checkpointSchema,
  async work(slice, services) {
    const wish = jobCatalogue['directory-sync'].params.parse(slice.params);
    let starts: Promise<Starts> | undefined;
    const startOf = async (resource: Resource) => {
      starts ??= slice.read((tx) => findStarts(tx, { tenantId: slice.tenantId, now: slice.now(), fullPass: wish.fullPass }));
      return (await starts)[resource];
    };
    let checkpoint = slice.checkpoint ?? firstCheckpoint();
    for (;;) {
      switch (checkpoint.phase) {
        case 'organization': {
          const caughtUp = wish.fullPass ? null : await catchUp(slice, startOf);
          if (caughtUp !== null) return { kind: 'done', state: 'succeeded', result: caughtUp.tally };
          if (!(await tokenReadsThisTenant(slice))) return { kind: 'fail', failure: wrongOrganisation };
          checkpoint = { ...checkpoint, phase: 'users' };
          break;
        }
        case 'users':
          checkpoint = await syncResource(slice, checkpoint, users, () => startOf('users'));
          break;
        case 'groups':
          checkpoint = await syncResource(slice, checkpoint, groups, () => startOf('groups'));
          break;
        case 'devices':
          checkpoint = await syncDevices(slice, services, checkpoint, () => startOf('devices'));
          break;
        case 'finish':
          // Its own step only where the last phase was passed over.
          checkpoint = await finish(slice, checkpoint);
          break;
        case 'done':
          return { kind: 'done', state: checkpoint.complete ? 'succeeded' : 'partial', result: checkpoint.tally };
      }
      if (checkpoint.phase !== 'done' && slice.mustEnd()) return { kind: 'more' };
    }
  },
};

const wrongOrganisation = {
  domain: 'our-bug' as const,
  code: 'unknown',
  message: 'The token reads another organisation than the one the run belongs to, so nothing was written.',
  detail: {},
};

const finish = (slice: Slice, checkpoint: Checkpoint) => save(slice, (tx) => countWhenClosed(tx, slice, checkpoint));

async function tokenReadsThisTenant(slice: Slice): Promise<boolean> {
  const { value } = await slice.graph.get(organizationPath, organizationSchema);
  return value[0].id.toLowerCase() === slice.tenantId;
}

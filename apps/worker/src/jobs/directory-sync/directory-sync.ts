import { jobCatalogue } from '@tenantry/domain';
import type { Job, Slice } from '../../engine/slice.ts';
import { holdsPermission } from '../holds-permission.ts';
import { catchUp } from './catch-up.ts';
import { type Checkpoint, checkpointSchema, firstCheckpoint } from './checkpoint.ts';
import { areAllFull, cursorsOf, findStarts, type Starts } from './cursor.ts';
import { syncDevices } from './devices.ts';
import { organizationPath, organizationSchema, type Resource } from './directory-objects.ts';
import { groups } from './groups.ts';
import { save } from './read-pages.ts';
import { countWhenClosed } from './record-counts.ts';
import { startFullPass, wasSmall } from './start-full-pass.ts';
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
    const { tenantId } = slice;
    let found: Promise<Found> | undefined;
    const findAll = () => {
      found ??= slice.read(async (tx) => {
        const starts = await findStarts(tx, { tenantId, now: slice.now(), fullPass: wish.fullPass });
        return { starts, isSmall: areAllFull(starts) && (await wasSmall(tx, tenantId)) };
      });
      return found;
    };
    const startOf = async (resource: Resource) => (await findAll()).starts[resource];
    let checkpoint = slice.checkpoint ?? firstCheckpoint();
    for (;;) {
      switch (checkpoint.phase) {
        case 'organization': {
          // A run that goes on from here was throttled when it asked for everything at once.
          const atOnce = slice.checkpoint === null ? await syncAtOnce(slice, await findAll()) : null;
          if (atOnce === null && !(await tokenReadsThisTenant(slice))) return { kind: 'fail', failure: wrongOrganisation };
          checkpoint = atOnce ?? (await save(slice, async () => ({ ...firstCheckpoint(), phase: 'users' })));
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

interface Found {
  starts: Starts;
  /** Whether everything is to be read, and may be little enough for one answer. */
  isSmall: boolean;
}

/** How far the sync comes with one request: to its end, where that is enough, or into the users; null where it comes nowhere. */
async function syncAtOnce(slice: Slice, { starts, isSmall }: Found): Promise<Checkpoint | null> {
  if (!holdsPermission(slice, 'Device.Read.All')) return null;
  const cursors = cursorsOf(starts);
  if (cursors !== null) return catchUp(slice, cursors);
  return areAllFull(starts) ? startFullPass(slice, starts, isSmall) : null;
}

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

import { jobCatalogue } from '@tenantry/domain';
import type { Job, Slice } from '../../engine/slice.ts';
import { beginning } from '../listing/place.ts';
import { save } from '../listing/read-listing.ts';
import { type Checkpoint, checkpointSchema, progressOf } from './checkpoint.ts';
import { findGroups } from './find-groups.ts';
import { nextGroup, readMembers } from './read-members.ts';

/**
 * Groups, then their members, group after group in the order of their ids. What was found are rows, and the checkpoint names one group and one
 * page, so that neither many groups nor a large one make it grow.
 */
export const groupMembershipExport: Job<Checkpoint> = {
  checkpoint: checkpointSchema,
  async work(slice) {
    const wish = jobCatalogue['group-membership-export'].params.parse(slice.params);
    let at = slice.checkpoint ?? firstCheckpoint(slice);
    if (at.phase === 'groups') {
      at = await findGroups(slice, at, wish);
      if (at.phase === 'groups') return { kind: 'more' };
      const found = at;
      at = await save(slice, { progress: progressOf }, async (tx) => ({ ...found, group: await nextGroup(slice, tx, null) }));
    }
    while (at.group !== null) {
      if (slice.mustEnd()) return { kind: 'more' };
      at = await readMembers(slice, at, at.group, wish.transitive);
    }
    const { asOf, complete, counts } = at;
    const { groups = 0, members = 0 } = counts;
    return { kind: 'done', state: complete ? 'succeeded' : 'partial', result: { asOf, groups, members } };
  },
};

function firstCheckpoint(slice: Slice): Checkpoint {
  const asOf = slice.now().toISOString();
  return { asOf, phase: 'groups', named: 0, group: null, place: beginning, counts: {}, complete: true };
}

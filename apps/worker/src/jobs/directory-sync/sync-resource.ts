import type { Slice } from '../../engine/slice.ts';
import { type Checkpoint, type InPass, isUnread, newPass } from './checkpoint.ts';
import { closePass } from './close-pass.ts';
import type { Start } from './cursor.ts';
import { countNow, newFullPass, readAll, readPages, save } from './read-pages.ts';
import { countWhenClosed } from './record-counts.ts';
import type { SyncedResource } from './synced-resource.ts';

/**
 * One step of a phase: chooses between full pass and delta round, reads pages, or closes what was read and is not as long as was expected.
 *
 * @param start asked where the pass begins, if it has not begun
 */
export async function syncResource<Item, Page>(
  slice: Slice,
  checkpoint: Checkpoint,
  resource: SyncedResource<Item, Page>,
  start: () => Promise<Start>,
): Promise<Checkpoint> {
  const { pass } = checkpoint;
  if (pass === null) return begin(slice, checkpoint, resource, await start());
  const at = { ...checkpoint, pass };
  if (isUnread(pass)) {
    // Other runs have read and written since its number was given, and may have met what is gone by now. The new one is saved with the first page; saved
    // before, it would look like progress, and a page that fails for ever would be tried for ever.
    const again = await slice.read((tx) => resource.beginFullPassAgain(tx, slice, pass));
    return readAll(slice, { ...checkpoint, pass: again }, resource);
  }
  return pass.listed ? closeShortPass(slice, at, resource) : readPages(slice, at, resource, true);
}

async function begin<Item, Page>(
  slice: Slice,
  checkpoint: Checkpoint,
  resource: SyncedResource<Item, Page>,
  { cursor, generation }: Start,
): Promise<Checkpoint> {
  if (cursor !== null) {
    slice.log('info', `Reading what changed in ${resource.name} since the last run`);
    const pass = newPass({ kind: 'delta', ...cursor, expected: null });
    return readPages(slice, { ...checkpoint, pass }, resource, false);
  }
  return readAll(slice, newFullPass(checkpoint, generation), resource);
}

/** Asks again how many objects there are, because the pass met fewer than there were when it began. */
async function closeShortPass<Item, Page>(slice: Slice, at: InPass, resource: SyncedResource<Item, Page>): Promise<Checkpoint> {
  const counted = await countNow(slice, resource);
  return save(slice, async (tx) => countWhenClosed(tx, slice, (await closePass(tx, slice, at, resource, counted)) ?? at));
}

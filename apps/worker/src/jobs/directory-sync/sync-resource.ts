import type { Slice } from '../../engine/slice.ts';
import { type Checkpoint, type InPass, newPass } from './checkpoint.ts';
import { closePass } from './close-pass.ts';
import { findCursor } from './cursor.ts';
import { beginFullPass, readPages, save } from './read-pages.ts';
import type { SyncedResource } from './synced-resource.ts';

/** One step of a phase: chooses between full pass and delta round, reads pages, or closes what was read and is not as long as was expected. */
export async function syncResource<Item>(
  slice: Slice,
  checkpoint: Checkpoint,
  resource: SyncedResource<Item>,
  wish: { fullPass: boolean },
): Promise<Checkpoint> {
  const { pass } = checkpoint;
  if (pass === null) return begin(slice, checkpoint, resource, wish);
  const at = { ...checkpoint, pass };
  return pass.listed ? closeShortPass(slice, at, resource) : readPages(slice, at, resource);
}

async function begin<Item>(
  slice: Slice,
  checkpoint: Checkpoint,
  resource: SyncedResource<Item>,
  wish: { fullPass: boolean },
): Promise<Checkpoint> {
  const { tenantId } = slice;
  const cursor = wish.fullPass
    ? null
    : await slice.read((tx) => findCursor(tx, { tenantId, resource: resource.name, now: slice.now() }));
  if (cursor !== null) {
    slice.log('info', `Reading what changed in ${resource.name} since the last run`);
    return save(slice, async () => ({ ...checkpoint, pass: newPass({ kind: 'delta', ...cursor, expected: null }) }));
  }
  const begun = await beginFullPass(slice, checkpoint, resource);
  slice.log('info', `Reading all ${resource.name}`, { expected: begun.pass.expected });
  return begun;
}

/** Asks again how many objects there are, because the pass met fewer than there were when it began. */
async function closeShortPass<Item>(slice: Slice, at: InPass, resource: SyncedResource<Item>): Promise<Checkpoint> {
  const counted = await slice.graph.count(`/${resource.name}/$count`);
  return save(slice, async (tx) => (await closePass(tx, slice, at, resource, counted)) ?? at);
}

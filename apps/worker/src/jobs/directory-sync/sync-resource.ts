import type { Tx } from '@tenantry/db';
import type { Slice } from '../../engine/slice.ts';
import { isComplete } from '../listing/is-complete.ts';
import { type Checkpoint, type InPass, newPass } from './checkpoint.ts';
import { findCursor, forgetCursor, saveCursor } from './cursor.ts';
import { readPages, save } from './read-pages.ts';
import type { SyncedResource } from './synced-resource.ts';

const phaseAfter = { users: 'groups', groups: 'devices', devices: 'finish' } as const;

/** One step of a phase: chooses between full pass and delta round, reads pages, or closes what was read. */
export async function syncResource<Item>(
  slice: Slice,
  checkpoint: Checkpoint,
  resource: SyncedResource<Item>,
  wish: { fullPass: boolean },
): Promise<Checkpoint> {
  const { pass } = checkpoint;
  if (pass === null) return begin(slice, checkpoint, resource, wish);
  const at = { ...checkpoint, pass };
  if (!pass.listed) return readPages(slice, at, resource);
  return pass.kind === 'full' ? closeFullPass(slice, at, resource) : save(slice, (tx) => closeRound(tx, slice, at, resource));
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
  const pass = await resource.beginFullPass(slice);
  slice.log('info', `Reading all ${resource.name}`, { expected: pass.expected });
  return save(slice, async () => ({ ...checkpoint, pass, tally: { ...checkpoint.tally, fullPass: true } }));
}

/**
 * Removes what the pass did not meet, but only if it met about as many objects as Graph counts. A listing of users ends without a delta
 * link: the round that begins where its pass began follows, and brings what changed meanwhile.
 */
async function closeFullPass<Item>(slice: Slice, at: InPass, resource: SyncedResource<Item>): Promise<Checkpoint> {
  const { tenantId } = slice;
  const { generation, deltaLink, endLink, expected } = at.pass;
  // The very first pass began without any row: it met what it added, and nothing is left to be removed.
  const first = generation === 1;
  const seen = first ? resource.met(at.tally) : await slice.read((tx) => resource.countSeen(tx, slice, generation));
  // What Graph counted before the pass is enough when the pass met as many; else there may be fewer now.
  const enough = expected !== null && isComplete(seen, expected);
  const counted = enough ? expected : await slice.graph.count(`/${resource.name}/$count`);
  return save(slice, async (tx) => {
    if (!isComplete(seen, counted) || (endLink ?? deltaLink) === null) {
      // The old delta link would still work, but a full pass was due.
      await forgetCursor(tx, tenantId, resource.name);
      return incomplete(slice, at, resource, { seen, counted });
    }
    const tally = first ? at.tally : await resource.sweep(tx, at.tally, { slice, generation });
    if (deltaLink === null) return closeRound(tx, slice, { ...at, tally }, resource);
    return { ...at, tally, pass: newPass({ kind: 'delta', generation, deltaLink, expected: null }) };
  });
}

/** Remembers where the next run continues, and goes on to the next phase. */
async function closeRound<Item>(tx: Tx, slice: Slice, at: InPass, resource: SyncedResource<Item>): Promise<Checkpoint> {
  const { endLink, generation } = at.pass;
  // The next run reads the same round again.
  if (endLink === null) return incomplete(slice, at, resource, { deltaLink: 'missing' });
  await saveCursor(tx, { tenantId: slice.tenantId, resource: resource.name, now: slice.now(), deltaLink: endLink, generation });
  return { ...at, phase: phaseAfter[resource.name], pass: null };
}

/** Keeps what was read and infers nothing from it. */
function incomplete<Item>(slice: Slice, at: InPass, resource: SyncedResource<Item>, why: Record<string, unknown>): Checkpoint {
  slice.log('warn', `The listing of ${resource.name} ended early, so nothing was removed because of it`, why);
  return { ...at, phase: phaseAfter[resource.name], pass: null, complete: false };
}

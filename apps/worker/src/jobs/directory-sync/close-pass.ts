import type { Tx } from '@tenantry/db';
import type { Slice } from '../../engine/slice.ts';
import { isComplete } from '../listing/is-complete.ts';
import { type Checkpoint, type InPass, newPass } from './checkpoint.ts';
import { forgetCursor, saveCursor } from './cursor.ts';
import type { SyncedResource } from './synced-resource.ts';

const phaseAfter = { users: 'groups', groups: 'devices', devices: 'finish' } as const;

/**
 * Closes a pass whose listing was read to its end. A delta round remembers where the next run continues. A full pass removes what it did not meet,
 * but only if it met about as many objects as Graph counts. A listing of users ends without a delta link: the round that begins where its pass
 * began follows, and brings what changed meanwhile.
 *
 * @param countedAfter what Graph counts now; null while it was not asked
 * @returns null when the pass met fewer objects than Graph counted before it, so that Graph has to be asked again: there may be fewer now
 */
export async function closePass<Item, Page>(
  tx: Tx,
  slice: Slice,
  at: InPass,
  resource: SyncedResource<Item, Page>,
  countedAfter: number | null,
): Promise<Checkpoint | null> {
  const { tenantId } = slice;
  const { kind, generation, deltaLink, endLink, expected } = at.pass;
  if (kind === 'delta') return closeRound(tx, slice, at, resource);
  // The very first pass began without any row: it met what it added, and nothing is left to be removed.
  const first = generation === 1;
  const seen = first ? resource.met(at.tally) : await resource.countSeen(tx, slice, generation);
  const enough = expected !== null && isComplete(seen, expected);
  if (!enough && countedAfter === null) return null;
  const counted = enough ? expected : countedAfter;
  if (counted === null || !isComplete(seen, counted) || (endLink ?? deltaLink) === null) {
    // The old delta link would still work, but a full pass was due.
    await forgetCursor(tx, tenantId, resource.name);
    return incomplete(slice, at, resource, { seen, counted });
  }
  const tally = first ? at.tally : await resource.sweep(tx, at.tally, { slice, generation });
  if (deltaLink === null) return closeRound(tx, slice, { ...at, tally }, resource);
  return { ...at, tally, pass: newPass({ kind: 'delta', generation, deltaLink, expected: null }) };
}

/** Remembers where the next run continues, and goes on to the next phase. */
async function closeRound<Item, Page>(
  tx: Tx,
  slice: Slice,
  at: InPass,
  resource: SyncedResource<Item, Page>,
): Promise<Checkpoint> {
  const { endLink, generation } = at.pass;
  // The next run reads the same round again.
  if (endLink === null) return incomplete(slice, at, resource, { deltaLink: 'missing' });
  await saveCursor(tx, { tenantId: slice.tenantId, resource: resource.name, now: slice.now(), deltaLink: endLink, generation });
  return { ...at, phase: phaseAfter[resource.name], pass: null };
}

/** Keeps what was read and infers nothing from it. */
function incomplete<Item, Page>(
  slice: Slice,
  at: InPass,
  resource: SyncedResource<Item, Page>,
  why: Record<string, unknown>,
): Checkpoint {
  slice.log('warn', `The listing of ${resource.name} ended early, so nothing was removed because of it`, why);
  return { ...at, phase: phaseAfter[resource.name], pass: null, complete: false };
}

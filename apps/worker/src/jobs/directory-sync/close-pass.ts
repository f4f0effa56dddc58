import { countMet, type Tx } from '@tenantry/db';
import type { Slice } from '../../engine/slice.ts';
import { isComplete } from '../listing/is-complete.ts';
import { type Checkpoint, type InPass, newPass } from './checkpoint.ts';
import { forgetCursor, saveCursor } from './cursor.ts';
import type { SyncedResource } from './synced-resource.ts';

const phaseAfter = { users: 'groups', groups: 'devices', devices: 'finish' } as const;

/**
 * Closes a pass whose listing was read to its end. A delta round remembers where the next run continues. A full pass removes what it did not meet,
 * but only if it met as many objects as Graph counts.
 *
 * A listing of users ends without a delta link, so nothing but a number tells whether it ended early. The round that begins where its pass began follows and
 * brings what changed meanwhile; after it the rows are what the directory is now, and are compared with what Graph counts now. A number from before would be
 * met by whoever came back during the listing, in place of somebody on a page that never came.
 *
 * @param countedAfter what Graph counts now; null while it was not asked
 * @returns null when Graph has to be asked how many there are: the pass met fewer objects than Graph counted before it, and there may be fewer now
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
  if (kind === 'full' && deltaLink !== null) {
    return { ...at, pass: newPass({ kind: 'delta-after-full', generation, deltaLink, expected: null }) };
  }
  // The very first pass began without any row: it met what it added, and nothing is left to be removed.
  const first = generation === 1;
  const seen = first ? resource.met(at.tally) : await countMet(tx, tenantId, resource.name, generation);
  const counted = countedAfter ?? expected;
  const enough = counted !== null && (kind === 'full' ? isComplete(seen, counted) : seen >= counted);
  if (!enough && countedAfter === null) return null;
  if (!enough || endLink === null) {
    // The old delta link would still work, but a full pass was due.
    await forgetCursor(tx, tenantId, resource.name);
    return incomplete(slice, at, resource, { seen, counted });
  }
  const tally = first ? at.tally : await resource.sweep(tx, at.tally, { slice, generation });
  return closeRound(tx, slice, { ...at, tally }, resource);
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

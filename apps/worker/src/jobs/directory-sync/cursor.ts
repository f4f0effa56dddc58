import { keepCursor, newestGeneration, type Tx } from '@tenantry/db';
import { checkpointSchema, isUnread } from './checkpoint.ts';
import { type Resource, selectHash } from './directory-objects.ts';

const day = 24 * 60 * 60_000;
/** Delta links of directory objects live seven days ("Use delta query to track changes", delta-query-overview.md). */
const longestUseMs = 6 * day;

export interface Cursor {
  deltaLink: string;
  generation: number;
}

/** Where the pass of a run begins: where the last one left off, or with everything. */
export interface Start {
  /** Null when there was no pass that ended, or it is too old, or it was about other properties, or everything is wished for. */
  cursor: Cursor | null;
  /** The pass's own: for everything, a number higher than that of every full pass before. */
  generation: number;
}
export type Starts = Record<Resource, Start>;

/** Where the passes of a run over users, groups and devices begin. @param wish.fullPass whether everything is to be read */
export async function findStarts(tx: Tx, wish: { tenantId: string; now: Date; fullPass: boolean }): Promise<Starts> {
  const { tenantId } = wish;
  const cursors = wish.fullPass ? [] : await tx.directoryCursor.findMany({ where: { tenantId } });
  const underWay = cursors.length === 0 ? new Map<Resource, number>() : await passesUnderWay(tx, tenantId);
  const startOf = async (resource: Resource): Promise<Start> => {
    const cursor = cursors.find(
      (each) =>
        each.resource === resource &&
        each.selectHash === selectHash(resource) &&
        wish.now.getTime() - each.savedAt.getTime() <= longestUseMs,
    );
    if (cursor !== undefined) {
      const generation = Math.max(cursor.generation, underWay.get(resource) ?? 0);
      return { cursor: { deltaLink: cursor.deltaLink, generation }, generation };
    }
    return { cursor: null, generation: await nextGeneration(tx, tenantId, resource) };
  };
  const [users, groups, devices] = await Promise.all([startOf('users'), startOf('groups'), startOf('devices')]);
  return { users, groups, devices };
}

/**
 * The number of the newest full pass over each resource that runs of the tenant have begun to read and not ended. What a round of changes meets meanwhile
 * counts as met by it: it may have been made after the pass had read its place.
 */
async function passesUnderWay(tx: Tx, tenantId: string): Promise<Map<Resource, number>> {
  const runs = await tx.run.findMany({
    where: { tenantId, job: 'directory-sync', finishedAt: null },
    select: { checkpoint: true },
  });
  const found = new Map<Resource, number>();
  for (const run of runs) {
    const { phase, pass } = checkpointSchema.safeParse(run.checkpoint).data ?? { phase: 'done', pass: null };
    if (
      pass === null ||
      pass.kind === 'delta' ||
      isUnread(pass) ||
      (phase !== 'users' && phase !== 'groups' && phase !== 'devices')
    )
      continue;
    found.set(phase, Math.max(pass.generation, found.get(phase) ?? 0));
  }
  return found;
}

/** Remembers where the next run continues. */
export async function saveCursor(
  tx: Tx,
  { tenantId, resource, now, deltaLink, generation }: Cursor & { tenantId: string; resource: Resource; now: Date },
): Promise<void> {
  await keepCursor(tx, { tenantId, resource, deltaLink, generation, selectHash: selectHash(resource), savedAt: now });
}

/** The next run makes a full pass. */
export async function forgetCursor(tx: Tx, tenantId: string, resource: Resource): Promise<void> {
  await tx.directoryCursor.deleteMany({ where: { tenantId, resource } });
}

/** A number higher than that of every full pass over the resource, also of one that never came to its end; 1 when there was none. */
export async function nextGeneration(tx: Tx, tenantId: string, resource: Resource): Promise<number> {
  const newest = await newestGeneration(tx, tenantId, resource);
  // Where nothing was ever written there is nothing to be removed, whichever numbers passes have.
  if (newest === 0) return 1;
  return Math.max(newest, (await passesUnderWay(tx, tenantId)).get(resource) ?? 0) + 1;
}

/** Where the last pass over each resource left off; null unless all of them may be continued. */
export function cursorsOf({ users, groups, devices }: Starts): Record<Resource, Cursor> | null {
  if (users.cursor === null || groups.cursor === null || devices.cursor === null) return null;
  return { users: users.cursor, groups: groups.cursor, devices: devices.cursor };
}

/** Whether nothing is continued: everything is read anew. */
export function areAllFull({ users, groups, devices }: Starts): boolean {
  return users.cursor === null && groups.cursor === null && devices.cursor === null;
}

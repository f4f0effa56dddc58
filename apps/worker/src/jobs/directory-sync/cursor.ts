import { newestGeneration, type Tx } from '@tenantry/db';
import { type Resource, selectHash } from './directory-objects.ts';

const day = 24 * 60 * 60_000;
/** Delta links of directory objects live seven days ("Use delta query to track changes", delta-query-overview.md). */
const longestUseMs = 6 * day;

export interface Cursor {
  deltaLink: string;
  generation: number;
}

/** Where the last pass that ended left off; null when there was none, or it is too old, or it was about other properties. */
export async function findCursor(tx: Tx, wish: { tenantId: string; resource: Resource; now: Date }): Promise<Cursor | null> {
  const { tenantId, resource } = wish;
  const cursor = await tx.directoryCursor.findUnique({ where: { tenantId_resource: { tenantId, resource } } });
  if (cursor === null || cursor.selectHash !== selectHash(resource)) return null;
  return wish.now.getTime() - cursor.savedAt.getTime() > longestUseMs ? null : cursor;
}

/** Remembers where the next run continues. */
export async function saveCursor(
  tx: Tx,
  { tenantId, resource, now, deltaLink, generation }: Cursor & { tenantId: string; resource: Resource; now: Date },
): Promise<void> {
  const saved = { deltaLink, generation, selectHash: selectHash(resource), savedAt: now };
  await tx.directoryCursor.upsert({
    where: { tenantId_resource: { tenantId, resource } },
    create: { tenantId, resource, ...saved },
    update: saved,
  });
}

/** The next run makes a full pass. */
export async function forgetCursor(tx: Tx, tenantId: string, resource: Resource): Promise<void> {
  await tx.directoryCursor.deleteMany({ where: { tenantId, resource } });
}

/** A number higher than that of every full pass over the resource, also of one that never came to its end; 1 when there was none. */
export async function nextGeneration(tx: Tx, tenantId: string, resource: Resource): Promise<number> {
  return (await newestGeneration(tx, tenantId, resource)) + 1;
}

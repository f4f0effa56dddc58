import type { Database } from '@tenantry/db';

/**
 * What people are called who stand in rows as `operator:<id>` and the like, as the audit heard it last.
 *
 * @param actors in the form of `actorText`; at most as many as a page of a list shows
 * @returns names by actor; one that never did anything is left out
 */
export async function readActorNames(db: Database, actors: readonly string[]): Promise<Record<string, string>> {
  return db.asFleet(async (tx) => {
    const names: Record<string, string> = {};
    for (const actor of new Set(actors)) {
      const entry = await tx.auditEntry.findFirst({ where: { actor }, orderBy: { id: 'desc' }, select: { detail: true } });
      const by = (entry?.detail as { by?: unknown } | null)?.by;
      if (typeof by === 'string') names[actor] = by;
    }
    return names;
  });
}

import type { Database } from '@tenantry/db';
import { aliveForMs, readLiveness } from '@tenantry/domain';

/**
 * What is wrong with the workers of a host, as a sentence; null when they are well. A worker that is alive and wedged is not well, and none is
 * while work is due and nothing is worked off anywhere.
 *
 * @throws DatabaseError when nobody can tell
 */
export async function findHealthProblem(db: Database, host: string, now: Date): Promise<string | null> {
  const seenSince = new Date(now.getTime() - aliveForMs);
  const alive = await db.asFleet((tx) => tx.worker.findMany({ where: { host, seenAt: { gt: seenSince } } }));
  if (alive.length === 0) return 'No worker of this host is alive.';
  const wedged = alive.find(({ wedgedAt }) => wedgedAt !== null);
  if (wedged !== undefined) return `No slice of worker ${wedged.id} comes forward since ${wedged.wedgedAt?.toISOString()}.`;
  const { problem, dueRuns } = await readLiveness(db, now);
  return problem === null ? null : `${dueRuns} runs are due and nothing is worked off (${problem}).`;
}

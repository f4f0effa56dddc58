import { type Database, DatabaseError, readWorkStanding, type Tx, type WorkStanding } from '@tenantry/db';

const second = 1000;

/** How long a worker counts as alive after it was seen last. */
export const aliveForMs = 20 * second;

/** How long work may be due, and nothing be worked off, before something is wrong. */
const patienceMs = 30 * second;
const countedAtMost = 1000;

/**
 * A worker says that it is alive, and how many slices it works on.
 *
 * @param worker.workedAt when it last wrote a page or ended a slice; null before the first
 * @param worker.wedgedAt since when none of its slices comes forward; null while they do
 */
export async function heartbeatWorker(
  db: Database,
  worker: { id: string; host: string; pid: number; running: number; workedAt: Date | null; wedgedAt: Date | null; now: Date },
): Promise<void> {
  const { id, host, pid, now, ...standing } = worker;
  await db.asFleet((tx) =>
    tx.worker.upsert({
      where: { id },
      create: { id, host, pid, startedAt: now, seenAt: now, ...standing },
      update: { seenAt: now, ...standing },
    }),
  );
}

/** A worker ends in good order. */
export async function retireWorker(db: Database, id: string): Promise<void> {
  await db.asFleet((tx) => tx.worker.deleteMany({ where: { id } }));
}

export interface Liveness {
  ok: boolean;
  /**
   * - `database`   does not answer
   * - `no-worker`  work is due and no worker is alive
   * - `standstill` work is due for 30 s, and nothing was worked off anywhere meanwhile, or every worker that is alive is wedged
   */
  problem: 'database' | 'no-worker' | 'standstill' | null;
  /** Runs due for longer than 30 s, counted up to 2,000; null when nobody can tell. */
  dueRuns: number | null;
  aliveWorkers: number | null;
}

/** Whether work that is due gets done: consumption, not the beating of a heart. A few milliseconds. */
export async function readLiveness(db: Database, now: Date): Promise<Liveness> {
  try {
    return await db.asFleet((tx) => judgeLiveness(tx, now));
  } catch (error) {
    if (error instanceof DatabaseError) return { ok: false, problem: 'database', dueRuns: null, aliveWorkers: null };
    throw error;
  }
}

/** `readLiveness` inside a transaction. */
export async function judgeLiveness(tx: Tx, now: Date): Promise<Liveness> {
  const before = (ms: number) => new Date(now.getTime() - ms);
  const since = before(patienceMs);
  const standing = await readWorkStanding(tx, { since, aliveSince: before(aliveForMs), limit: countedAtMost });
  const problem = problemOf(standing, since);
  return { ok: problem === null, problem, dueRuns: standing.rung + standing.unrung, aliveWorkers: standing.aliveWorkers };
}

function problemOf(standing: WorkStanding, since: Date): Liveness['problem'] {
  const { rung, unrung, aliveWorkers, wedgedWorkers, workedAt, firstStartedAt, sweptAt } = standing;
  if (rung + unrung === 0) return null;
  if (aliveWorkers === 0) return 'no-worker';
  if (wedgedWorkers === aliveWorkers) return 'standstill';
  // A worker that has just begun gets the same patience.
  const busyLately = [workedAt, firstStartedAt].some((at) => at !== null && at > since);
  // What is ready but not rung waits for its turn, as long as there are sweeps which would ring it.
  const sweptLately = sweptAt !== null && sweptAt > since;
  return busyLately || (rung === 0 && sweptLately) ? null : 'standstill';
}

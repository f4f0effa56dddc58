import type { Database } from '@tenantry/db';

/** How long a worker counts as alive after it was seen last. */
export const aliveForMs = 20_000;

/** A worker says that it is alive, and how many runs it works on. */
export async function heartbeatWorker(
  db: Database,
  worker: { id: string; host: string; pid: number; running: number; now: Date },
): Promise<void> {
  const { id, host, pid, running, now } = worker;
  await db.asFleet((tx) =>
    tx.worker.upsert({
      where: { id },
      create: { id, host, pid, running, startedAt: now, seenAt: now },
      update: { running, seenAt: now },
    }),
  );
}

/** A worker ends in good order. */
export async function retireWorker(db: Database, id: string): Promise<void> {
  await db.asFleet((tx) => tx.worker.deleteMany({ where: { id } }));
}

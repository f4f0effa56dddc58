import { type ClaimedRun, claimRunRow, type Database, Prisma, type Tx } from '@tenantry/db';
import { recordRunEvents } from './run-events.ts';
import type { Slip } from './slip.ts';

/** The right to work on a run until the lease ends. Every write names the fence; a worker that lost its claim can no longer write. */
export type Claim = ClaimedRun;

/** The claim is gone: the lease ran out and another worker may have the run. Nothing was written. */
export class LostClaim extends Error {
  constructor(runId: string) {
    super(`run ${runId} is no longer claimed by this worker`);
    this.name = 'LostClaim';
  }
}

/** Where a run stands, for a progress bar. `expected` is null while nobody knows. */
export interface RunProgress {
  phase: string;
  done: number;
  expected: number | null;
  pages: number;
  counts: Record<string, number>;
}

/**
 * Claims the run a slip names. Tenant, job and parameters come from the row, never from the slip.
 *
 * @returns null when there is nothing to claim: the slip is old, known, or of nobody
 */
export async function claimRun(
  db: Database,
  slip: Slip,
  by: { workerId: string; now: Date; leaseMs: number },
): Promise<Claim | null> {
  return db.asFleet(async (tx) => {
    const claim = await claimRunRow(tx, { ...slip, ...by, leaseUntil: new Date(by.now.getTime() + by.leaseMs) });
    // A run of many slices is claimed many times; its timeline names the first and every change of worker.
    if (claim !== null && claim.slice === 0) {
      const { runId, tenantId } = claim;
      await recordRunEvents(tx, by.now, [{ runId, tenantId, kind: 'claimed', detail: { worker: by.workerId } }]);
    }
    return claim;
  });
}

function stillClaimed(claim: Claim) {
  return { id: claim.runId, fence: claim.fence, state: 'running' as const };
}

/** Prolongs the lease. False: the claim is lost and the work must stop. */
export async function renewLease(db: Database, claim: Claim, by: { now: Date; leaseMs: number }): Promise<boolean> {
  const leaseUntil = new Date(by.now.getTime() + by.leaseMs);
  const { count } = await db.asFleet((tx) => tx.run.updateMany({ where: stillClaimed(claim), data: { leaseUntil } }));
  return count === 1;
}

/** Where a run goes on after a page, and how far it is. */
export interface Position {
  checkpoint: unknown;
  progress: RunProgress;
}

/**
 * Writes one page: what it brought, the checkpoint after it and the progress stand or fall together.
 *
 * @param page.write runs in the same transaction, in the scope of the claim's tenant, and says where the run goes on afterwards
 * @throws LostClaim before anything is written when the fence has moved on
 */
export async function commitPage(
  db: Database,
  claim: Claim,
  page: { now: Date; leaseMs: number; write: (tx: Tx) => Promise<Position> },
): Promise<void> {
  await db.asTenant(claim.tenantId, async (tx) => {
    const leaseUntil = new Date(page.now.getTime() + page.leaseMs);
    const { count } = await tx.run.updateMany({ where: stillClaimed(claim), data: { leaseUntil, attempt: 0 } });
    if (count === 0) throw new LostClaim(claim.runId);
    const { checkpoint, progress } = await page.write(tx);
    await tx.run.updateMany({
      where: { id: claim.runId },
      data: {
        checkpoint: checkpoint === null ? Prisma.DbNull : (checkpoint as Prisma.InputJsonValue),
        progress: progress as unknown as Prisma.InputJsonObject,
      },
    });
  });
}

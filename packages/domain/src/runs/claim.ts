import { type ClaimedRun, claimRunRow, type Database, renewLeaseRow, type Tx, writePosition } from '@tenantry/db';
import type { Slip } from './slip.ts';

/** The right to work on a run until the lease ends. Every write names the fence; a worker that lost its claim can no longer write. */
export type Claim = ClaimedRun;

/** The claim is gone: the lease ran out and another worker may have the run, or its deadline passed. Nothing was written. */
export class LostClaim extends Error {
  constructor(runId: string) {
    super(`run ${runId} is no longer claimed by this worker`);
    this.name = 'LostClaim';
  }
}

/** Somebody asked the run to stop. Nothing was written; the slice is to end as `cancelled`. */
export class RunCancelled extends Error {
  readonly runId: string;
  constructor(runId: string) {
    super(`run ${runId} was cancelled`);
    this.name = 'RunCancelled';
    this.runId = runId;
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
 * @returns null when there is nothing to claim: the slip is old, known, or of nobody, or a pause or a throttle keeps the run from running
 */
export async function claimRun(
  db: Database,
  slip: Slip,
  by: { workerId: string; now: Date; leaseMs: number },
): Promise<Claim | null> {
  const leaseUntil = new Date(by.now.getTime() + by.leaseMs);
  return claimRunRow(db, { ...slip, ...by, leaseUntil });
}

/** Prolongs the lease. `lost`: the work must stop, nothing of it can be written. `cancelled`: it must stop and end as `cancelled`. */
export async function renewLease(
  db: Database,
  claim: Claim,
  by: { now: Date; leaseMs: number },
): Promise<'held' | 'lost' | 'cancelled'> {
  const { runId, fence } = claim;
  const leaseUntil = new Date(by.now.getTime() + by.leaseMs);
  return db.asFleet((tx) => renewLeaseRow(tx, { runId, fence, leaseUntil, page: false }));
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
 * @throws LostClaim when the fence has moved on; nothing is written then
 * @throws RunCancelled when the run is to stop; nothing is written then
 */
export async function commitPage(
  db: Database,
  claim: Claim,
  page: { now: Date; leaseMs: number; write: (tx: Tx) => Promise<Position> },
): Promise<void> {
  const { runId, fence, tenantId } = claim;
  await db.asTenant(tenantId, async (tx) => {
    const leaseUntil = new Date(page.now.getTime() + page.leaseMs);
    const renewing = renewLeaseRow(tx, { runId, fence, leaseUntil, page: true });
    // Sent behind the renewal without waiting for its answer, which every page would wait for and hardly one needs: nothing of it outlives a claim that
    // is lost, and then its own errors mean nothing. Both are awaited, for what is sent after the end of a transaction would be part of the next one on
    // its connection.
    const writing = page.write(tx).then((position) => writePosition(tx, runId, position));
    const [renewed, written] = await Promise.allSettled([renewing, writing]);
    if (renewed.status === 'rejected') throw renewed.reason;
    if (renewed.value === 'lost') throw new LostClaim(runId);
    if (renewed.value === 'cancelled') throw new RunCancelled(runId);
    if (written.status === 'rejected') throw written.reason;
  });
}

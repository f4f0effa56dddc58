import { Prisma, type RunChoice, retryRunRows, type Tx } from '@tenantry/db';
import { batchStatesLeadingTo } from './batch-states.ts';

/**
 * Queues ended runs again; their batch, when it has ended, runs again. A paused one stays paused.
 *
 * @param wish.batchId the batch the runs belong to; null = none
 *
 * @returns how many runs were queued
 */
export async function retryInBatch(
  tx: Tx,
  wish: { batchId: string | null; choice: RunChoice; from: readonly ('failed' | 'partial')[]; by: string; now: Date },
): Promise<number> {
  const { batchId } = wish;
  // Locked first, so that the batch is not closed while its runs change: see closeEndedBatches.
  if (batchId !== null) await tx.$executeRaw`select from batch where id = ${batchId}::uuid for no key update`;
  const retried = await retryRunRows(tx, wish);
  if (batchId !== null && retried > 0) {
    const ended = batchStatesLeadingTo('running').filter((state) => state !== 'paused');
    await tx.batch.updateMany({
      where: { id: batchId, state: { in: ended } },
      data: { state: 'running', endedAt: null, endCounts: Prisma.DbNull },
    });
  }
  return retried;
}

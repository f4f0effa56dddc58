import { claimRun, endSlice, sweep } from '@tenantry/domain';
import type { Rows } from '../rows.ts';

const second = 1000;

/** Milliseconds a run of `count` runs that are due and do nothing, each from its claim to its end: the worker's path, without a job. */
export async function workOffNothing(
  { db, queue, ring }: Rows,
  { count, concurrency }: { count: number; concurrency: number },
): Promise<number> {
  const done = Promise.withResolvers<void>();
  let left = count;
  // As often as every worker does: it rings what did not find room at the start.
  const sweeping = setInterval(async () => {
    try {
      await ring(await sweep(db, { now: new Date(), idleLanes: { prompt: false, bulk: false, long: false } }));
    } catch (error) {
      done.reject(error);
    }
  }, 2 * second);
  const startedAt = performance.now();
  const lane = await queue.work('bulk', {
    concurrency,
    handle: async (slip) => {
      try {
        const now = new Date();
        const claim = await claimRun(db, slip, { workerId: 'bench', now, leaseMs: 15 * second });
        if (claim === null) return;
        await ring(await endSlice(db, claim, { kind: 'done', state: 'succeeded', result: {} }, new Date()));
        left -= 1;
        if (left === 0) done.resolve();
      } catch (error) {
        done.reject(error);
      }
    },
  });
  try {
    await done.promise;
    return (performance.now() - startedAt) / count;
  } finally {
    clearInterval(sweeping);
    await lane.stop();
  }
}

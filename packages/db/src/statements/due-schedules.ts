import type { Tx } from '../database.ts';

/**
 * Locks the schedules that are due or had a problem when they were due last, until the transaction ends; those another worker has are left to it.
 * In no order, so that one which fails again and again does not stand in front of the others.
 */
export async function lockDueSchedules(tx: Tx, by: { now: Date; limit: number }): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select id from schedule where enabled and (next_at <= ${by.now} or problem_code is not null)
     order by random() limit ${by.limit} for update skip locked`;
  return rows.map(({ id }) => id);
}

/** Does something that may fail alone: when it throws, nothing of it stays, and the transaction goes on. Gives the error, or null. */
export async function tryInside(tx: Tx, work: () => Promise<void>): Promise<unknown> {
  await tx.$executeRaw`savepoint attempt`;
  try {
    await work();
  } catch (error) {
    await tx.$executeRaw`rollback to savepoint attempt`;
    return error;
  }
  await tx.$executeRaw`release savepoint attempt`;
  return null;
}

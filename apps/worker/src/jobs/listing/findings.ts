import type { Tx } from '@tenantry/db';
import { clearResults, type ResultRow } from '@tenantry/domain';
import { z } from 'zod';
import type { Slice } from '../../engine/slice.ts';

/** How many rows of each sort a run has found. */
export const countsSchema = z.record(z.string(), z.int().min(0));
export type Counts = z.infer<typeof countsSchema>;

/** One row of the result, and what it counts as in the summary. */
export interface Finding extends ResultRow {
  countAs: string;
}

/**
 * Writes what a page brought, and gives the counts with it. Graph may list an object twice while the directory changes ("Paging Microsoft
 * Graph data", paging.md): it is written and counted once.
 */
export async function writeFindings(slice: Slice, tx: Tx, findings: readonly Finding[], counts: Counts): Promise<Counts> {
  const unique = [...new Map(findings.map((finding) => [finding.key, finding])).values()];
  const known = await tx.runResult.findMany({
    where: { runId: slice.claim.runId, key: { in: unique.map(({ key }) => key) } },
    select: { key: true },
  });
  const old = new Set(known.map(({ key }) => key));
  await slice.results(
    tx,
    unique.map(({ key, row }) => ({ key, row })),
  );
  const sum = { ...counts };
  for (const { key, countAs } of unique) if (!old.has(key)) sum[countAs] = (sum[countAs] ?? 0) + 1;
  return sum;
}

/** The keys of what belongs to an owner, for rows whose key is `<owner> <id>` with ids that are GUIDs. */
export function keysUnder(owner: string): { gt: string; lte: string } {
  return { gt: owner, lte: `${owner} ffffffff-ffff-ffff-ffff-ffffffffffff` };
}

/** Takes back every row of the run, because its listing begins again. */
export function forgetFindings(slice: Slice, tx: Tx): Promise<void> {
  return clearResults(tx, slice.claim.runId);
}

/** Takes back the rows whose key is within a range. */
export async function forgetSome(slice: Slice, tx: Tx, key: { gte?: string; gt?: string; lte: string }): Promise<void> {
  const { runId } = slice.claim;
  const { count } = await tx.runResult.deleteMany({ where: { runId, key } });
  await tx.run.updateMany({ where: { id: runId }, data: { resultRows: { decrement: count } } });
}

/** How many rows there are within a range. */
export function countSome(slice: Slice, tx: Tx, key: { gt: string; lte: string }): Promise<number> {
  return tx.runResult.count({ where: { runId: slice.claim.runId, key } });
}

import { type Database, dropRunResults, type ResultRow, type Tx, writeRunResults } from '@tenantry/db';
import { cursorKinds, decodeCursor, type Page, toPage } from '../keyset.ts';

export type { ResultRow } from '@tenantry/db';

const rowsAtOnce = 1000;

/**
 * Writes what a run found: call it inside the page's transaction, with about 1,000 rows at most. A row whose key is there already is replaced,
 * so that a page written twice does no harm. An empty page says that the run writes results, though it found none yet.
 *
 * @returns how many rows the run has now
 */
export function writeResults(tx: Tx, page: { runId: string; tenantId: string; rows: readonly ResultRow[] }): Promise<number> {
  return writeRunResults(tx, page);
}

/** Takes away what a run has found so far, because its listing begins anew. In the scope of the run's tenant. */
export async function clearResults(tx: Tx, runId: string): Promise<void> {
  await dropRunResults(tx, runId, { evenActive: true });
}

/** How many result rows of a run are kept; null for a run that wrote none, and when retention has taken them. */
export async function countResults(db: Database, of: { tenantId: string; runId: string }): Promise<number | null> {
  const run = await db.asTenant(of.tenantId, (tx) =>
    tx.run.findUnique({ where: { id: of.runId }, select: { resultRows: true } }),
  );
  return run?.resultRows ?? null;
}

/** Result rows of a run by key; none when the run is of another tenant. Throws DomainError `bad-cursor`. */
export async function readResults(
  db: Database,
  of: { tenantId: string; runId: string; after?: string | undefined; limit: number },
): Promise<Page<ResultRow>> {
  const [key] = of.after === undefined ? [null] : decodeCursor(of.after, cursorKinds.results);
  const rows = await rowsAfter(db, of, key, of.limit + 1);
  return toPage(
    rows,
    of.limit,
    (row) => [row.key],
    (row) => row,
  );
}

/** All result rows of a run by key, 1,000 at a time; each page in a short transaction of its own, so that a slow download holds nothing. */
export async function* streamResults(db: Database, of: { tenantId: string; runId: string }): AsyncGenerator<ResultRow[], void> {
  let after: string | null = null;
  do {
    const rows: ResultRow[] = await rowsAfter(db, of, after, rowsAtOnce);
    if (rows.length > 0) yield rows;
    after = rows.length < rowsAtOnce ? null : (rows.at(-1)?.key ?? null);
  } while (after !== null);
}

async function rowsAfter(
  db: Database,
  of: { tenantId: string; runId: string },
  key: string | null,
  take: number,
): Promise<ResultRow[]> {
  const rows = await db.asTenant(of.tenantId, (tx) =>
    tx.runResult.findMany({
      where: { runId: of.runId, ...(key === null ? {} : { key: { gt: key } }) },
      orderBy: { key: 'asc' },
      take,
      select: { key: true, row: true },
    }),
  );
  return rows.map((found) => ({ key: found.key, row: found.row as ResultRow['row'] }));
}

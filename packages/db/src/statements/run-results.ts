import type { Tx } from '../database.ts';
import { asJson } from './as-json.ts';

export interface ResultRow {
  /** At most 300 characters; gives the order, and names the row when a page is written twice. */
  key: string;
  row: Record<string, unknown>;
}

/**
 * Writes result rows of a run in one statement, about 1,000 at a time, and keeps their number on the run. A key that is there already gets the
 * new row; of a key that occurs twice the last one counts. In the scope of the run's tenant.
 *
 * @returns how many rows the run has now
 */
export async function writeRunResults(
  tx: Tx,
  { runId, tenantId, rows }: { runId: string; tenantId: string; rows: readonly ResultRow[] },
): Promise<number> {
  const page = asJson([...new Map(rows.map((row) => [row.key, row])).values()]);
  const [run] = await tx.$queryRaw<{ rows: number }[]>`
    with written as (
      insert into run_result as kept (run_id, key, tenant_id, row)
      select ${runId}::uuid, key, ${tenantId}::uuid, row from jsonb_to_recordset(${page}::jsonb) as page (key text, row jsonb)
      on conflict (run_id, key) do update set row = excluded.row where kept.row is distinct from excluded.row
      returning xmax = 0 as added)
    update run set result_rows = coalesce(result_rows, 0) + (select count(*) from written where added)::int
     where id = ${runId}::uuid and tenant_id = ${tenantId}::uuid
    returning result_rows as rows`;
  if (run === undefined) throw new Error(`run ${runId} is not one of tenant ${tenantId}`);
  return run.rows;
}

/** Takes the result rows of a run away, in the scope of its tenant. One that has not ended keeps them unless `evenActive`. Gives how many went. */
export async function dropRunResults(tx: Tx, runId: string, { evenActive = false } = {}): Promise<number> {
  const chosen = await tx.$executeRaw`
    update run set result_rows = null where id = ${runId}::uuid and (${evenActive} or finished_at is not null)`;
  return chosen === 0 ? 0 : tx.$executeRaw`delete from run_result where run_id = ${runId}::uuid`;
}

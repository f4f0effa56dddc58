import type { ResultColumn, ResultRow } from '@tenantry/domain';
import { stringify } from 'csv-stringify/sync';

/**
 * Result rows as lines of CSV (RFC 4180). A cell that a spreadsheet would take for a formula gets an apostrophe before it; negative numbers stay.
 *
 * @param first with the line of titles, and before it the mark by which Excel knows UTF-8
 */
export function csvLines(rows: readonly ResultRow[], columns: readonly ResultColumn[], first: boolean): string {
  return stringify(
    rows.map(({ row }) => columns.map(({ key }) => cell(row[key]))),
    {
      header: first,
      bom: first,
      columns: columns.map(({ title }) => title),
      record_delimiter: 'windows',
      escape_formulas: true,
      cast: { boolean: (value) => (value ? 'yes' : 'no') },
    },
  );
}

function cell(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return Array.isArray(value) ? value.map(String).join('; ') : JSON.stringify(value);
}

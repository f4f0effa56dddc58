import type { ResultColumn, ResultRow } from '@tenantry/domain';
import type { ReactNode } from 'react';
import { Instant } from '../../instant.tsx';
import { type Column, DataTable } from '../data-table.tsx';
import { figureText } from '../figures.ts';
import { VisibleName } from '../visible-name.tsx';

/** The rows a run found, by the columns of its job. A column in which none of these rows has a value is left out. */
export function ResultTable({
  caption,
  columns,
  rows,
}: {
  caption: string;
  columns: readonly ResultColumn[];
  rows: ResultRow[];
}) {
  const filled = columns.filter(({ key }) => rows.some(({ row }) => row[key] !== null && row[key] !== undefined));
  const shown = filled.map(
    ({ key, title, kind }, index): Column<ResultRow> => ({
      head: title,
      cell: ({ row }) => cell(kind, row[key]),
      kind: index === 0 ? 'lead' : kind === 'number' ? 'figure' : kind === 'list' ? 'long' : 'line',
    }),
  );
  return <DataTable caption={caption} columns={shown} rows={rows} keyOf={({ key }) => key} />;
}

/** A value by its column's kind; one of another kind is shown as it is, and a dash where nothing is known. */
function cell(kind: ResultColumn['kind'], value: unknown): ReactNode {
  if (value === null || value === undefined || value === '') return '–';
  if (kind === 'number' && typeof value === 'number') return figureText(value);
  if (kind === 'boolean' && typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (kind === 'date' && typeof value === 'string' && !Number.isNaN(Date.parse(value))) return <Instant at={value} relative />;
  if (kind === 'list' && Array.isArray(value)) return <VisibleName>{value.map(String).join(', ') || '–'}</VisibleName>;
  return <VisibleName>{String(value)}</VisibleName>;
}

import { Checkbox } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './data-table.module.css';

/** A column: its head, its cell, and how it stands. A `lead` column heads the card that a row becomes on a phone; a
 * `long` one may break anywhere, a `line` one nowhere. */
export interface Column<Row> {
  head: string;
  cell: (row: Row) => ReactNode;
  kind?: 'lead' | 'figure' | 'long' | 'line';
  /** Left out on narrow screens. */
  wideOnly?: boolean;
}

/** A dense table; on a phone each row becomes a card. With `selectAs` each row carries a checkbox of that form field. */
export function DataTable<Row>(props: {
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  keyOf: (row: Row) => string;
  selectAs?: { name: string; labelOf: (row: Row) => string };
}) {
  const { caption, columns, rows, keyOf, selectAs } = props;
  return (
    // A keyboard has to reach what scrolls.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: axe asks for it (scrollable-region-focusable)
    <section className={classes.frame} aria-label={caption} tabIndex={0}>
      <table className={classes.table}>
        <caption className={classes.caption}>{caption}</caption>
        <thead>
          <tr>
            {selectAs && <td className={classes.select} />}
            {columns.map(({ head, kind, wideOnly }) => (
              <th key={head} scope="col" data-kind={kind} data-wide-only={wideOnly}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {selectAs && (
                <td className={classes.select}>
                  <Checkbox size="xs" name={selectAs.name} value={keyOf(row)} aria-label={`Select ${selectAs.labelOf(row)}`} />
                </td>
              )}
              {columns.map(({ head, cell, kind, wideOnly }) => (
                <td key={head} data-label={head} data-kind={kind} data-wide-only={wideOnly}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

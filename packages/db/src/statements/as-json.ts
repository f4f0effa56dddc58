/** What PostgreSQL's jsonb refuses: NUL, and half of a surrogate pair. JSON.stringify writes both as escapes. */
const refused = /\\u(0000|d[89a-f])/;

/**
 * The rows as one parameter for jsonb_to_recordset. Characters PostgreSQL cannot store, which a directory may well hold,
 * become U+FFFD.
 */
export function asJson(rows: readonly object[]): string {
  const json = JSON.stringify(rows);
  return refused.test(json) ? JSON.stringify(rows, storable) : json;
}

function storable(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '\ufffd').toWellFormed() : value;
}

/** Keeps the last row of each key: one statement may not touch a row twice. GUIDs are compared without case. */
export function lastOfEach<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Row[] {
  return [...new Map(rows.map((row) => [keyOf(row).toLowerCase(), row])).values()];
}

import { z } from 'zod';
import { DomainError } from './errors/domain-error.ts';

/** One page of a list. `next` is handed back as `after`; null means that nothing follows. */
export interface Page<T> {
  items: T[];
  next: string | null;
}

/** An opaque cursor that names the last row a reader has seen by its sort values. */
function encodeCursor(values: readonly string[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

const instant = z.iso.datetime();
const id = z.guid();

/** The kinds of the values by which each of our lists is sorted. */
export const cursorKinds = {
  tenants: [z.string(), id],
  runs: [instant, id],
  runLog: [z.string().regex(/^\d{1,18}$/)],
  invitations: [instant, id],
  directory: [id],
  batches: [instant, id],
  schedules: [instant, id],
  results: [z.string()],
} as const satisfies Record<string, CursorKinds>;

type CursorKinds = readonly [z.ZodType<string>, ...z.ZodType<string>[]];

export type ListName = keyof typeof cursorKinds;

/** Whether a list could have made this cursor. */
export function isCursorOf(list: ListName, cursor: string): boolean {
  try {
    decodeCursor<CursorKinds>(cursor, cursorKinds[list]);
    return true;
  } catch {
    return false;
  }
}

/**
 * Reads a cursor made by `encodeCursor`.
 *
 * @param values the kinds of the values by which the list is sorted
 * @throws DomainError `bad-cursor` when it was not made by this list
 */
export function decodeCursor<const Values extends CursorKinds>(
  cursor: string,
  values: Values,
): { [Index in keyof Values]: string } {
  try {
    const parsed = z
      .tuple(values as unknown as [z.ZodType<string>])
      .safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    if (parsed.success) return parsed.data as unknown as { [Index in keyof Values]: string };
  } catch {
    // Falls through to the one refusal below.
  }
  throw new DomainError('bad-cursor', 'The cursor does not belong to this list. Begin again without it.');
}

/** Cuts one row more than was asked for into a page. */
export function toPage<Row, T>(
  rows: Row[],
  limit: number,
  cursorOf: (row: Row) => readonly string[],
  show: (row: Row) => T,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(show), next: rows.length > limit && last !== undefined ? encodeCursor(cursorOf(last)) : null };
}

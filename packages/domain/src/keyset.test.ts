import { describe, expect, it } from 'vitest';
import { DomainError } from './errors/domain-error.ts';
import { cursorKinds, decodeCursor, isCursorOf, toPage } from './keyset.ts';

const rows = [1, 2, 3].map((day) => ({ at: `2026-03-0${day}T00:00:00.000Z`, id: `c0000000-0000-4000-8000-00000000000${day}` }));
const cursorOf = (row: (typeof rows)[number]) => [row.at, row.id];
const kinds = cursorKinds.runs;

describe('a cursor', () => {
  it('names the last row that was shown', () => {
    const page = toPage(rows, 2, cursorOf, (row) => row.id);
    expect(page.items).toEqual([rows[0]?.id, rows[1]?.id]);
    expect(decodeCursor(page.next as string, kinds)).toEqual([rows[1]?.at, rows[1]?.id]);
  });

  it('belongs to lists of its kind and to no other', () => {
    const { next } = toPage(rows, 2, cursorOf, (row) => row.id);
    expect(isCursorOf('runs', next as string)).toBe(true);
    expect(isCursorOf('directory', next as string)).toBe(false);
    expect(isCursorOf('runs', 'rubbish')).toBe(false);
  });

  it('is null when nothing follows', () => {
    expect(toPage(rows, 3, cursorOf, (row) => row.id).next).toBeNull();
  });

  it.each(['', 'x', '!!!', 'W10', Buffer.from('["x","y"]').toString('base64url'), Buffer.from('[1,2]').toString('base64url')])(
    'that this list did not make is refused: %j',
    (cursor) => {
      expect(() => decodeCursor(cursor, kinds)).toThrow(DomainError);
    },
  );
});

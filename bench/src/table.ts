import type { Result } from './results.ts';

export const heads = ['bench', 'measure', 'unit', 'ours', 'instead', 'limit', 'ratio', 'goal', 'met'];
const isText = [true, true, true, false, false, false, false, false, true];

/** A result as the texts of one line. */
export function cellsOf(result: Result): string[] {
  return [
    result.bench,
    result.measure,
    result.unit,
    shown(result.ours),
    shown(result.instead),
    shown(result.limit),
    shown(result.ratio),
    goalOf(result),
    result.met === null ? '–' : result.met ? 'yes' : 'NO',
  ];
}

/** A goal with its sign. What is exactly at its goal is a count that may be so high. */
function goalOf({ ratio, goal, met }: Result): string {
  if (goal === null) return '–';
  return `${ratio !== goal && ratio > goal === met ? '≥' : '≤'} ${shown(goal)}`;
}

/** The results as lines of equal width; numbers stand to the right. */
export function tableOf(results: readonly Result[]): string[] {
  const rows = results.map(cellsOf);
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: string[]) =>
    cells
      .map((cell, column) => (isText[column] ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(heads), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line)];
}

/** A number for people; a dash where there is none. */
export function shown(value: number | null): string {
  if (value === null) return '–';
  return value.toLocaleString('en-US', value >= 1000 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 4 });
}

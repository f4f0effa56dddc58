import type { Goal } from './bench.ts';
import type { Result } from './results.ts';

const heads = ['bench', 'measure', 'unit', 'ours', 'instead', 'limit', 'ratio', 'goal', 'met'];
const isText = [true, true, true, false, false, false, false, false, true];

/** The results as lines of equal width; numbers stand to the right. */
export function tableOf(judged: readonly { result: Result; goal: Goal }[]): string[] {
  const rows = judged.map(({ result, goal }) => [
    result.bench,
    result.measure,
    result.unit,
    shown(result.ours),
    shown(result.instead),
    shown(result.limit),
    shown(result.ratio),
    `${'atLeast' in goal ? '≥' : '≤'} ${shown(result.goal)}`,
    result.met ? 'yes' : 'NO',
  ]);
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

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Comparison } from './bench.ts';

/** One entry of results.json. Whether `goal` is a floor or a ceiling shows in the table; `met` has judged it. */
export interface Result {
  bench: string;
  measure: string;
  unit: string;
  ours: number;
  instead: number | null;
  limit: number | null;
  ratio: number;
  goal: number;
  met: boolean;
}

/** A comparison, judged. Throws when one of its numbers is none, for then nothing was measured. */
export function judge(bench: string, { goal, ratio, ...measured }: Comparison): Result {
  for (const value of [ratio, measured.ours, measured.instead, measured.limit]) {
    if (value !== null && !Number.isFinite(value)) throw new Error(`${measured.measure}: ${value} was measured`);
  }
  const met = 'atLeast' in goal ? ratio >= goal.atLeast : ratio <= goal.atMost;
  return {
    bench,
    measure: measured.measure,
    unit: measured.unit,
    ours: rounded(measured.ours),
    instead: measured.instead === null ? null : rounded(measured.instead),
    limit: measured.limit === null ? null : rounded(measured.limit),
    ratio: rounded(ratio),
    goal: 'atLeast' in goal ? goal.atLeast : goal.atMost,
    met,
  };
}

/** Writes bench/results.json anew and gives its path. */
export async function writeResults(results: readonly Result[]): Promise<string> {
  const file = join(import.meta.dirname, '..', 'results.json');
  await writeFile(file, `${JSON.stringify(results, null, 2)}\n`);
  return file;
}

/** Four digits say more than a machine repeats. */
const rounded = (value: number) => Number(value.toPrecision(4));

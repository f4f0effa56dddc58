import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Comparison } from './bench.ts';

/** One entry of results.json. `goal` is a floor or a ceiling, and `met` has judged it; both are null where nothing was aimed at. */
export interface Result {
  bench: string;
  measure: string;
  unit: string;
  ours: number;
  instead: number | null;
  limit: number | null;
  ratio: number;
  goal: number | null;
  met: boolean | null;
}

const file = join(import.meta.dirname, '..', 'results.json');

/** A comparison, judged. Throws when one of its numbers is none, for then nothing was measured. */
export function judge(bench: string, { goal, ratio, ...measured }: Comparison): Result {
  for (const value of [ratio, measured.ours, measured.instead, measured.limit]) {
    if (value !== null && !Number.isFinite(value)) throw new Error(`${measured.measure}: ${value} was measured`);
  }
  const aim = goal === null ? null : 'atLeast' in goal ? goal.atLeast : goal.atMost;
  return {
    bench,
    measure: measured.measure,
    unit: measured.unit,
    ours: rounded(measured.ours),
    instead: measured.instead === null ? null : rounded(measured.instead),
    limit: measured.limit === null ? null : rounded(measured.limit),
    ratio: rounded(ratio),
    goal: aim,
    met: goal === null ? null : 'atLeast' in goal ? ratio >= goal.atLeast : ratio <= goal.atMost,
  };
}

/** What was written last; empty when nothing was. */
export async function readResults(): Promise<Result[]> {
  const text = await readFile(file, 'utf8').catch(() => '[]');
  return JSON.parse(text);
}

/** Writes bench/results.json: benches that were measured now replace what was known of them. Gives the path. */
export async function writeResults(results: readonly Result[]): Promise<string> {
  const measured = new Set(results.map(({ bench }) => bench));
  const kept = (await readResults()).filter(({ bench }) => !measured.has(bench));
  await writeFile(file, `${JSON.stringify([...kept, ...results], null, 2)}\n`);
  return file;
}

/** Four digits say more than a machine repeats. */
const rounded = (value: number) => Number(value.toPrecision(4));

import type { BenchTools } from './bench.ts';
import { shown } from './table.ts';

/**
 * Measures several sides in turn, A B C A B C, so that what else the machine does meets all of them alike, and gives the median of each.
 *
 * @param sides each gives one number; larger or smaller being better is not known here
 */
export async function interleave<Name extends string>(
  { say }: Pick<BenchTools, 'say'>,
  plan: { title: string; rounds: number; unit: string },
  sides: Record<Name, () => Promise<number>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(sides) as Name[];
  const measured = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;
  for (let round = 1; round <= plan.rounds; round += 1) {
    for (const name of names) measured[name].push(await sides[name]());
    const values = names.map((name) => `${name} ${shown(measured[name].at(-1) ?? null)}`);
    say(`${plan.title}, round ${round} of ${plan.rounds}, ${plan.unit}: ${values.join(' · ')}`);
  }
  return Object.fromEntries(names.map((name) => [name, median(measured[name])])) as Record<Name, number>;
}

/** The middle value, or the mean of the two in the middle. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1] ?? Number.NaN, sorted[Math.floor(middle)] ?? Number.NaN];
  return (low + high) / 2;
}

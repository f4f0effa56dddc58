import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../results.ts';
import { cellsOf, heads } from '../table.ts';
import { chartOf } from './chart.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const [begin, end] = ['<!-- what `npm run bench -- --readme` writes begins here -->', '<!-- and ends here -->'];

/** Writes the table of the README and the chart beside it, from what was measured last. Gives the paths. */
export async function writeReadme(results: readonly Result[]): Promise<string[]> {
  if (results.length === 0) throw new Error('Nothing was measured yet: run `npm run bench` first.');
  const [readme, chart] = [join(root, 'README.md'), join(root, 'docs', 'benchmarks.svg')];
  const text = await readFile(readme, 'utf8');
  const [before, after] = [text.split(begin)[0], text.split(end)[1]];
  if (before === undefined || after === undefined || !text.includes(begin))
    throw new Error(`README.md lacks the lines "${begin}" and "${end}".`);
  await writeFile(chart, chartOf(results));
  await writeFile(readme, `${before}${begin}\n\n${markdownOf(results)}\n\n${end}${after}`);
  return [readme, chart];
}

function markdownOf(results: readonly Result[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = heads.map((_, column) => (column < 3 || column === 8 ? '---' : '---:'));
  return [
    '![Each benchmark beside its goal](docs/benchmarks.svg)',
    '',
    line(heads),
    line(rule),
    ...results.map((result) => line(cellsOf(result))),
  ].join('\n');
}

// `npm run bench [-- name …]`: measures, prints a table and writes bench/results.json. A goal that is missed is printed; only a measurement
// that failed makes the exit code 1.
import { availableParallelism, loadavg } from 'node:os';
import type { Bench, Comparison } from './bench.ts';
import { createCleanup } from './cleanup.ts';
import { judge, type Result, writeResults } from './results.ts';
import { sync } from './sync/sync.ts';
import { tableOf } from './table.ts';
import { tokens } from './tokens/tokens.ts';

const benches: Bench[] = [tokens, sync];

const names = process.argv.slice(2);
const unknown = names.filter((name) => !benches.some((bench) => bench.name === name));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. Known: ${benches.map(({ name }) => name).join(', ')}.`);
  process.exit(1);
}

const cleanup = createCleanup();
const stop = () => void cleanup.run().then(() => process.exit(1));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
// Nothing of what was started may outlive this process.
process.once('uncaughtException', (error) => {
  console.error(error);
  stop();
});

const say = (line: string) => console.log(`${(performance.now() / 1000).toFixed(0).padStart(4)} s  ${line}`);
/** What else runs slows the side most that keeps most processes busy: ours. */
const sayLoad = () => say(`Load of the last minute: ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores.`);
const judged: { result: Result; goal: Comparison['goal'] }[] = [];
let failed = false;
for (const bench of benches.filter(({ name }) => names.length === 0 || names.includes(name))) {
  console.log(`\n── ${bench.name}`);
  sayLoad();
  try {
    const comparisons = await bench.run({ say, cleanup });
    judged.push(...comparisons.map((each) => ({ result: judge(bench.name, each), goal: each.goal })));
  } catch (error) {
    failed = true;
    console.error(`The bench ${bench.name} could not be measured:`, error);
  }
  sayLoad();
  await cleanup.run();
}

console.log(`\n${tableOf(judged).join('\n')}\n`);
console.log(`Written to ${await writeResults(judged.map(({ result }) => result))}`);
// The migration's engine leaves a timer that would keep this process.
process.exit(failed ? 1 : 0);

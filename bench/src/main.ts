// `npm run bench [-- name … --quick | --readme]`: measures, prints a table and writes bench/results.json. A goal that is missed is printed; only a
// measurement that failed makes the exit code 1.
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { batch } from './batch/batch.ts';
import type { Bench } from './bench.ts';
import { createCleanup } from './cleanup.ts';
import { fairness } from './fairness/fairness.ts';
import { memory } from './memory/memory.ts';
import { writeReadme } from './readme/write-readme.ts';
import { judge, type Result, readResults, writeResults } from './results.ts';
import { resync } from './resync/resync.ts';
import { sync } from './sync/sync.ts';
import { tableOf } from './table.ts';
import { tenants } from './tenants/tenants.ts';
import { throttled } from './throttled/throttled.ts';
import { tokens } from './tokens/tokens.ts';

const benches: Bench[] = [tokens, sync, memory, resync, throttled, fairness, batch, tenants];

const options = { quick: { type: 'boolean', default: false }, readme: { type: 'boolean', default: false } } as const;
const { values, positionals: names } = readFlags();

function readFlags() {
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    console.error(`${(error as Error).message.split('. ')[0]}. There are --${Object.keys(options).join(', --')}.`);
    return process.exit(1);
  }
}

const unknown = names.filter((name) => !benches.some((bench) => bench.name === name));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. Known: ${benches.map(({ name }) => name).join(', ')}.`);
  process.exit(1);
}
if (values.readme) {
  for (const path of await writeReadme(await readResults())) console.log(`Written to ${path}`);
  process.exit(0);
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
const results: Result[] = [];
let failed = false;
for (const bench of benches.filter(({ name }) => names.length === 0 || names.includes(name))) {
  console.log(`\n── ${bench.name}`);
  sayLoad();
  try {
    const comparisons = await bench.run({ say, cleanup, quick: values.quick });
    results.push(...comparisons.map((each) => judge(bench.name, each)));
  } catch (error) {
    failed = true;
    console.error(`The bench ${bench.name} could not be measured:`, error);
  }
  sayLoad();
  await cleanup.run();
}

console.log(`\n${tableOf(results).join('\n')}\n`);
if (values.quick) console.log('Quick: small sizes that prove nothing, so nothing is written and no goal is judged by them.');
else console.log(`Written to ${await writeResults(results)}`);
// The migration's engine leaves a timer that would keep this process.
process.exit(failed ? 1 : 0);

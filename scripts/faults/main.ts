// `npm run test:faults [-- --rounds 20 --back-end postgres|redis --seed N --short | --lost-batch 1000]`: plays rounds of faults, each from a seed of its
// own that is printed and replays it; or loses everything in the middle of a batch over so many customers. Ends with 1 when a round found something.
import { parseArgs } from 'node:util';
import { loseBatch } from './lost-batch.ts';
import { playRound, type RoundReport, shortRound, usualRound } from './play-round.ts';
import type { BackEndName } from './services.ts';

const options = {
  rounds: { type: 'string', default: '1' },
  'back-end': { type: 'string' },
  seed: { type: 'string' },
  short: { type: 'boolean', default: false },
  'lost-batch': { type: 'string' },
} as const;
const values = readFlags();

function readFlags() {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    console.error(`${(error as Error).message.split('. ')[0]}. There are --${Object.keys(options).join(', --')}.`);
    return process.exit(2);
  }
}

const wanted = values['back-end'];
if (wanted !== undefined && wanted !== 'postgres' && wanted !== 'redis') {
  console.error('--back-end is postgres or redis; without it every round is played on both.');
  process.exit(2);
}
const [rounds, firstSeed] = [Number(values.rounds), Number(values.seed ?? Math.floor(Math.random() * 1e9))];
const customers = values['lost-batch'] === undefined ? null : Number(values['lost-batch']);
if (!Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(firstSeed) || !Number.isInteger(customers ?? 1)) {
  console.error('--rounds, --seed and --lost-batch are whole numbers.');
  process.exit(2);
}
const backEnds: BackEndName[] = wanted === undefined ? ['postgres', 'redis'] : [wanted];
const plan = values.short ? shortRound : usualRound;
const counted = (counts: Record<string, number>) =>
  Object.entries(counts)
    .sort()
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');

let failed = 0;
for (let round = 0; round < rounds; round += 1) {
  for (const backEnd of backEnds) {
    const seed = firstSeed + round;
    console.log(`\nRound ${round + 1} of ${rounds} on ${backEnd}, seed ${seed}`);
    const playing = customers === null ? playRound(backEnd, seed, plan) : loseBatch(backEnd, seed, customers);
    const report: RoundReport | Error = await playing.catch((error: Error) => error);
    if (!(report instanceof Error)) {
      const { faults, runs, events, seconds } = report;
      const total = Object.values(faults).reduce((sum, count) => sum + count, 0);
      console.log(`  ${total} faults of ${Object.keys(faults).length} kinds: ${counted(faults)}`);
      console.log(`  runs: ${counted(runs)}`);
      console.log(`  their timelines: ${counted(events)}; ${seconds.toFixed(0)} s`);
    }
    const problems = report instanceof Error ? [report.stack ?? report.message] : report.problems;
    if (problems.length === 0) {
      console.log('  The rows equal the directories, and every run has one end.');
      continue;
    }
    failed += 1;
    for (const problem of problems.slice(0, 20)) console.error(`  ${problem}`);
    if (problems.length > 20) console.error(`  … and ${problems.length - 20} more`);
    console.error(
      `  Replay: npm run test:faults -- --back-end ${backEnd} --seed ${seed}${values.short ? ' --short' : ''}${customers === null ? '' : ` --lost-batch ${customers}`}`,
    );
  }
}
console.log(failed === 0 ? '\nAll rounds passed.' : `\n${failed} rounds failed.`);
process.exit(failed === 0 ? 0 : 1);

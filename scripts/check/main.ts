// `npm run check`: every step runs, whatever the others said; the exit code is 1 when one of them failed.
import { spawnSync } from 'node:child_process';
import { envExampleProblems } from '../compose/env-file.ts';
import { lockProblems } from './lock.ts';

interface Step {
  name: string;
  run(): boolean;
}

function command(name: string, file: string, ...args: string[]): Step {
  return {
    name,
    run() {
      const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1' };
      const { status, error } = spawnSync(file, args, { env, stdio: 'inherit', shell: process.platform === 'win32' });
      if (error) console.error(error.message);
      return status === 0;
    },
  };
}

function rule(name: string, problemsOf: () => string[]): Step {
  return {
    name,
    run() {
      const problems = problemsOf();
      for (const problem of problems) console.error(problem);
      return problems.length === 0;
    },
  };
}

/** Biome colours what it prints, into a file as well. */
const plain = process.stdout.isTTY ? [] : ['--colors=off'];

const steps: Step[] = [
  command('format and lint', 'biome', 'ci', '--error-on-warnings', ...plain, '.'),
  command('types', 'turbo', 'run', 'types', '--continue', '--output-logs=errors-only', '--ui=stream'),
  command(
    'boundaries',
    'depcruise',
    '--config',
    '.dependency-cruiser.json',
    '--output-type',
    'err',
    'apps',
    'packages',
    'scripts',
    'e2e',
    'bench',
  ),
  command('dead code', 'knip', '--no-progress'),
  rule('lock file', () => lockProblems('package-lock.json')),
  rule('.env.example', envExampleProblems),
];

const failed = steps.filter((step) => {
  console.log(`\n── ${step.name}`);
  return !step.run();
});
console.log(failed.length === 0 ? '\nAll checks passed.' : `\nFailed: ${failed.map(({ name }) => name).join(', ')}`);
process.exit(failed.length === 0 ? 0 : 1);

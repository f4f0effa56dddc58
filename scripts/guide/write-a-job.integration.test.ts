import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyChange, readGuide, type Step } from './guide-steps.ts';
import { copyTree } from './tree-copy.ts';

const minute = 60_000;
const root = fileURLToPath(new URL('../..', import.meta.url));

let folder: string;
let remove: () => Promise<void>;
let steps: Step[];

beforeAll(async () => {
  ({ folder, remove } = await copyTree(root));
  steps = readGuide(await readFile(join(root, 'docs/write-a-job.md'), 'utf8'));
});
afterAll(() => remove());

async function follow(step: Step): Promise<void> {
  if (step.kind === 'commands') return;
  const file = join(folder, step.file);
  if (step.kind === 'change') {
    await writeFile(file, applyChange(await readFile(file, 'utf8'), step));
    return;
  }
  expect(existsSync(file), `${step.file} is new`).toBe(false);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, step.text);
}

test('whoever follows docs/write-a-job.md to the letter has a job that runs', { timeout: 5 * minute }, async () => {
  for (const step of steps) await follow(step);
  const commands = steps.flatMap((step) => (step.kind === 'commands' ? step.commands : []));
  expect(commands.some((command) => command.includes('--project integration'))).toBe(true);
  const path = [join(folder, 'node_modules/.bin'), process.env.PATH].join(delimiter);
  // What the runner tells its own tests is not for those of the copy.
  const environment = Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST') && name !== 'NODE_ENV');
  const env = { ...Object.fromEntries(environment), PATH: path, NO_COLOR: '1' };
  for (const command of commands) {
    const { status, stdout, stderr } = spawnSync(command, { cwd: folder, env, shell: true, encoding: 'utf8' });
    expect(status, `${command}\n${stdout}\n${stderr}`).toBe(0);
    if (command.includes('vitest')) expect(stdout).toMatch(/Tests +[1-9]\d* passed/);
  }
});

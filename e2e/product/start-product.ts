import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '@tenantry/scripts/services';
import { processFamily, stillRunning } from './process-family.ts';
import { type ProductFacts, readProductFacts } from './product-facts.ts';

const second = 1000;
/** The first start builds the web pages. */
const startWithinMs = 300 * second;
const stopWithinMs = 20 * second;
const root = join(import.meta.dirname, '../..');

export interface StartedProduct {
  dataFolder: string;
  facts: ProductFacts;
  /** Ends it as Ctrl-C does. Rejects when it does not end by itself, ends with an error or leaves a process behind. */
  stop(): Promise<void>;
}

/** Starts the product as `npm start` does, in a folder of its own and on free ports. Rejects with what it wrote when it does not come up. */
export async function startProduct(flags: string[]): Promise<StartedProduct> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'tenantry-e2e-'));
  // As root, PostgreSQL runs as another user, who passes through here.
  await chmod(dataFolder, 0o711);
  const ports = ['--port', String(await freePort()), '--emulator-port', String(await freePort())];
  const args = ['--disable-warning=ExperimentalWarning', 'scripts/start/main.ts', '--data', join(dataFolder, 'data'), ...ports];
  const start = spawn(process.execPath, [...args, '--fresh', ...flags], {
    cwd: root,
    env: surroundings(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written: string[] = [];
  for (const stream of [start.stdout, start.stderr]) stream.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  const ended = new Promise<number | null>((resolve) => start.once('exit', resolve));
  const hasEnded = () => start.exitCode !== null || start.signalCode !== null;

  const data = join(dataFolder, 'data');
  for (const deadline = Date.now() + startWithinMs; !existsSync(join(data, 'start.json')); await delay(100)) {
    if (!hasEnded() && Date.now() < deadline) continue;
    start.kill('SIGTERM');
    await ended;
    throw new Error(`The product did not come up:\n${written.join('')}`);
  }

  const facts = readProductFacts(data);
  return {
    dataFolder: data,
    facts,
    async stop() {
      const family = processFamily(Object.values(facts.pids));
      start.kill('SIGTERM');
      const code = await Promise.race([ended, delay(stopWithinMs, 'late' as const, { ref: false })]);
      const left = stillRunning(family);
      for (const { pid } of left) process.kill(pid, 'SIGKILL');
      if (code === 'late') await ended;
      await rm(dataFolder, { recursive: true, force: true });
      const remains = left.map(({ pid, command }) => `\n  ${pid} ${command}`).join('');
      if (code === 'late') throw new Error(`The product did not stop within ${stopWithinMs / second} seconds.${remains}`);
      if (left.length > 0) throw new Error(`The product left processes behind:${remains}`);
      if (code !== 0) throw new Error(`The product stopped with exit code ${code}:\n${written.join('')}`);
    },
  };
}

/** Settings of whoever runs the tests must not reach the product: it is started against its own services. */
function surroundings(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, LANG } = process.env;
  return { PATH, HOME, TMPDIR, LANG, CI: '1' };
}

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { TestWorld } from './test-world.ts';

/**
 * Starts a worker process and resolves when it takes slips.
 *
 * @param changes to its environment: settings, and what worker-process.ts reads
 */
export async function forkWorker(world: TestWorld, changes: Record<string, string> = {}): Promise<ChildProcess> {
  const env: Record<string, string> = { TEST_QUEUE_PREFIX: world.queuePrefix, PATH: process.env.PATH ?? '' };
  for (const [name, value] of Object.entries({ ...world.settings, ...changes }))
    if (value !== undefined) env[name] = String(value);
  const child = fork(fileURLToPath(new URL('./worker-process.ts', import.meta.url)), {
    env,
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit').then(([code]) => {
    throw new Error(`the worker process ended with ${code} before it was ready`);
  });
  await Promise.race([once(child, 'message'), exited]);
  exited.catch(() => {});
  return child;
}

/** Ends a worker process and resolves with its exit code, or the signal that ended it. */
export async function endWorker(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<number | string | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode ?? child.signalCode;
  const exit = once(child, 'exit');
  child.kill(signal);
  const [code, by] = await exit;
  return code ?? by;
}

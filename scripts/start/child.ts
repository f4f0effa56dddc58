import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { StartError } from './start-error.ts';

/** A program of ours that runs beside this one. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  hasEnded(): boolean;
  /** Resolves with its exit code, null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** The end of its log. */
  tail(): string;
  /** What happened to it, with the end of its log. */
  obituary(): StartError;
  /** Asks it to end, and kills it when it has not after that time. */
  stop(graceMs: number): Promise<void>;
  kill(): void;
}

export interface ChildOptions {
  name: string;
  /** Arguments of Node: flags, script, its arguments. */
  args: string[];
  env: Record<string, string>;
  logs: string;
  /** Where it runs; default the root of the repository. */
  cwd?: string;
}

export const root = join(import.meta.dirname, '../..');
const tailLines = 15;

/**
 * Starts a Node program with this environment and no other, in a session of its own: a Ctrl-C in the terminal reaches only us, and we end
 * the programs in their order. What it writes goes to `<logs>/<name>.log`.
 */
export async function startChild({ name, args, env, logs, cwd = root }: ChildOptions): Promise<Child> {
  const logFile = join(logs, `${name}.log`);
  const log = openSync(logFile, 'w', 0o600);
  const running = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  const ended = new Promise<number | null>((resolve) => running.once('exit', resolve));
  await once(running, 'spawn');
  const { pid = 0 } = running;
  let wasStopped = false;
  const hasEnded = () => running.exitCode !== null || running.signalCode !== null;

  /** The whole group: a program's own children end with it. */
  function signal(kind: NodeJS.Signals): void {
    try {
      process.kill(process.platform === 'win32' ? pid : -pid, kind);
    } catch {
      // It has ended.
    }
  }

  const tail = () => `${endOf(logFile)}\n\nMore of it stands in ${logFile}`;

  return {
    name,
    pid,
    ended,
    hasEnded,
    tail,
    obituary: () => {
      if (wasStopped) return new StartError(`The ${name} was stopped.`);
      const how = running.signalCode ? `was ended by ${running.signalCode}` : `ended with exit code ${running.exitCode}`;
      return new StartError(`The ${name} ${how}.`, tail());
    },
    async stop(graceMs) {
      if (hasEnded()) return;
      wasStopped = true;
      running.kill('SIGTERM');
      if (await Promise.race([ended.then(() => true), delay(graceMs, false, { ref: false })])) return;
      signal('SIGKILL');
      await ended;
    },
    kill: () => signal('SIGKILL'),
  };
}

/** The last lines of a log. */
function endOf(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-tailLines).join('\n');
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const second = 1000;
const root = join(import.meta.dirname, '..', '..');

export interface NodeProgram {
  pid: number;
  /** Resolves with the first match of `pattern` in what the program prints. Rejects with its output when it ends before, or after 30 s. */
  printed(pattern: RegExp, limitMs?: number): Promise<RegExpExecArray>;
  /** Ends it by SIGTERM, and by SIGKILL when 15 s were not enough. */
  stop(): Promise<void>;
}

/** Runs one of our programs in a process of its own, with this Node. Its standard output is kept, its errors are shown. */
export function startNodeProgram(
  file: string,
  options: { flags?: string[]; args?: string[]; env?: Record<string, string> } = {},
): NodeProgram {
  const { flags = [], args = [] } = options;
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...flags, join(root, file), ...args], {
    cwd: root,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const ended = once(child, 'exit');
  return {
    pid: child.pid ?? 0,
    async printed(pattern, limitMs = 30 * second) {
      const signal = AbortSignal.timeout(limitMs);
      for (;;) {
        const match = pattern.exec(output);
        if (match) return match;
        if (child.exitCode !== null || signal.aborted) throw new Error(`${file} did not come up:\n${output}`);
        await Promise.race([once(child.stdout, 'data', { signal }).catch(() => undefined), ended]);
      }
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill();
      const impatience = setTimeout(() => child.kill('SIGKILL'), 15 * second);
      await ended;
      clearTimeout(impatience);
    },
  };
}

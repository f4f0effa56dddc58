import { writeSync } from 'node:fs';
import type { Postgres } from '../services/index.ts';
import { stopLeftover } from '../services/postgres.ts';
import type { DataFolder } from './data-folder.ts';
import type { Processes } from './processes.ts';
import { removeStartFile } from './start-json.ts';

/** One Ctrl-C may arrive twice: from the terminal, and handed on by npm. */
const sameKeystrokeMs = 1000;

/** The orderly end of everything that was started. */
export interface Ending {
  /** Aborted as soon as the end has begun. */
  readonly signal: AbortSignal;
  /** PostgreSQL, once it runs. */
  postgres: Postgres | null;
  /** Portal and worker first, then the emulator, PostgreSQL last. */
  end(): Promise<void>;
}

/** Ends everything and exits when Ctrl-C is pressed or a signal asks for it; a second one kills. */
export function endOnSignals(processes: Processes, data: DataFolder): Ending {
  const asked = new AbortController();
  let ending: Promise<void> | null = null;
  let askedAt = 0;

  const self: Ending = {
    signal: asked.signal,
    postgres: null,
    end: () => (ending ??= endAll()),
  };

  async function endAll(): Promise<void> {
    asked.abort();
    removeStartFile(data);
    await processes.stop();
    await self.postgres?.stop();
  }

  async function killAll(): Promise<never> {
    processes.kill();
    await stopLeftover(data.postgres).catch(() => undefined);
    process.exit(1);
  }

  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (askedAt > 0) {
        if (Date.now() - askedAt > sameKeystrokeMs) void killAll();
        return;
      }
      askedAt = Date.now();
      say('\nStopping …\n');
      self.end().then(
        () => {
          say('Stopped. What was read is kept for the next start.\n');
          process.exit(0);
        },
        (error: Error) => {
          say(`Not everything could be stopped: ${error.message}\n`);
          void killAll();
        },
      );
    });
  }
  return self;
}

/** Writes past the progress display, which holds back what is written while it draws, and shows the cursor that it has hidden. */
export function say(text: string): void {
  try {
    writeSync(2, process.stderr.isTTY ? `\u001b[?25h${text}` : text);
  } catch {
    // Nobody reads any more.
  }
}

import type { Log } from './log.ts';

export interface Shutdown {
  /** Registers something to close; the last registered is closed first. */
  add(name: string, close: () => unknown): void;
  /** Closes everything once, in reverse order; a part that fails to close is logged and does not stop the rest. */
  now(reason: string): Promise<void>;
  /** Closes and exits on SIGTERM and SIGINT; a second signal exits at once. */
  onSignals(): void;
}

/** The orderly end of a process. */
export function createShutdown(log: Log): Shutdown {
  const parts: { name: string; close: () => unknown }[] = [];
  let running: Promise<void> | null = null;

  async function closeAll(reason: string): Promise<void> {
    log.info({ reason }, 'closing');
    for (const { name, close } of parts.reverse()) {
      try {
        await close();
      } catch (error) {
        log.error({ error, part: name }, 'could not close');
      }
    }
  }

  const shutdown: Shutdown = {
    add: (name, close) => void parts.push({ name, close }),
    now: (reason) => {
      running ??= closeAll(reason);
      return running;
    },
    onSignals: () => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) {
        process.on(signal, () => {
          if (running !== null) process.exit(1);
          void shutdown.now(signal).then(() => process.exit(0));
        });
      }
    },
  };
  return shutdown;
}

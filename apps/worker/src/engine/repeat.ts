import type { Log } from '@tenantry/runtime';

/**
 * Does something again and again, never twice at once, the first time at once. What fails is logged and tried again at the next turn.
 *
 * @returns `stop` resolves when what is under way has ended
 */
export function repeat(name: string, everyMs: number, work: () => Promise<void>, log: Log): { stop(): Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> = Promise.resolve();
  const begin = () => {
    turn = work()
      .catch((error: unknown) => log.error({ error }, `${name} failed`))
      .then(() => {
        if (!stopped) timer = setTimeout(begin, everyMs);
      });
  };
  begin();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await turn;
    },
  };
}

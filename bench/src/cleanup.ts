/** Endings of what was started, run in reverse. */
export interface Cleanup {
  add(end: () => Promise<unknown>): void;
  /** Runs every ending, also after one that failed, whose error is printed. Safe to call again. */
  run(): Promise<void>;
}

export function createCleanup(): Cleanup {
  const endings: (() => Promise<unknown>)[] = [];
  return {
    add: (end) => endings.push(end),
    async run() {
      for (let end = endings.pop(); end !== undefined; end = endings.pop()) {
        await end().catch((error: unknown) => console.error(error));
      }
    },
  };
}

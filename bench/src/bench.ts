import type { Cleanup } from './cleanup.ts';

/** Where a ratio should be. */
export type Goal = { atLeast: number } | { atMost: number };

/** One line of the table: what was measured, beside what a user would do instead or beside the limit, all in `unit`. */
export interface Comparison {
  measure: string;
  unit: string;
  ours: number;
  /** Null where there is none. */
  instead: number | null;
  limit: number | null;
  /** What the goal is about; our own number where that has a goal by itself. */
  ratio: number;
  /** Null for what is told beside the others. */
  goal: Goal | null;
}

export interface BenchTools {
  /** One line about what is going on. */
  say(line: string): void;
  /** What is started goes in here, and is ended after the bench whatever happens. */
  cleanup: Cleanup;
  /** Small sizes and few rounds: shows that the bench works, and measures nothing worth keeping. */
  quick: boolean;
}

export interface Bench {
  name: string;
  /** Measures. What it throws means that there is no measurement; a goal that is missed is none of that. */
  run(tools: BenchTools): Promise<Comparison[]>;
}

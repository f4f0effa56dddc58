import type { BackendFactory } from 'bullmq';
import type { QueueError } from './queue-error.ts';

/** How many of whom a process needs connections for: the portal only rings, a worker also takes slips. */
export type QueueRole = 'ring' | 'work';

/** Told of trouble that the queue gets over by itself, and of slips that were thrown away. */
export type Report = (message: string, detail: unknown) => void;

/** One of the two places where slips can lie. */
export interface BackEnd {
  /** What BullMQ's Queue and its Worker are given as `connection`. */
  forRinging: object;
  forWorking: object;
  // biome-ignore lint/suspicious/noExplicitAny: BullMQ types its two back ends apart from each other, and either may stand here
  factory: BackendFactory<any, any>;
  /** Resolves when the back end answers. @throws QueueError */
  ping(): Promise<void>;
  /** What is wrong and what mends it, from what the back end threw. */
  explain(error: unknown): QueueError;
  close(): Promise<void>;
}

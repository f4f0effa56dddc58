export { migrateQueue } from './migrate-queue.ts';
export { createQueue, type Queue, type WorkedLane } from './queue.ts';
export { QueueError } from './queue-error.ts';
export { type Lane, lanes, type Slip, slipId, slipSchema } from './slip.ts';

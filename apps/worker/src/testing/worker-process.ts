import { createLog, readSettings, workerSettings } from '@tenantry/runtime';
import { createWorker } from '../create-worker.ts';

// A worker as a process of its own, to be killed: like main.ts, but lost claims are found within seconds.
const settings = readSettings(workerSettings, process.env);
const worker = await createWorker({
  settings,
  log: createLog({ name: 'worker', level: settings.LOG_LEVEL }),
  leaseMs: 1500,
  sweepEveryMs: 200,
  ...(process.env.TEST_QUEUE_PREFIX === undefined ? {} : { queuePrefix: process.env.TEST_QUEUE_PREFIX }),
});
process.on('SIGTERM', () => void worker.close('SIGTERM').then(() => process.exit(0)));
process.send?.('ready');

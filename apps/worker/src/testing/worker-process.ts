import { createLog, readSettings, workerSettings } from '@tenantry/runtime';
import { createWorker } from '../create-worker.ts';

const {
  TEST_QUEUE_PREFIX: queuePrefix,
  TEST_WEDGED_MS: wedgedMs,
  TEST_STUCK_MS: stuckMs,
  TEST_BUDGET_SHARE: share,
} = process.env;

// A worker as a process of its own, to be killed: like main.ts, but lost claims are found within seconds.
const settings = readSettings(workerSettings, process.env);
const worker = await createWorker({
  settings,
  log: createLog({ name: 'worker', level: settings.LOG_LEVEL }),
  leaseMs: 1500,
  sweepEveryMs: 200,
  ...(queuePrefix === undefined ? {} : { queuePrefix }),
  ...(wedgedMs === undefined ? {} : { patience: { wedgedMs: Number(wedgedMs), stuckMs: Number(stuckMs) } }),
  ...(share === undefined ? {} : { budgetShare: Number(share) }),
});
process.on('SIGTERM', () => void worker.close('SIGTERM').then(() => process.exit(0)));
process.send?.('ready');

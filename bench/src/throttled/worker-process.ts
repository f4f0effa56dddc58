// The worker with a share of Graph's quotas, as small as the emulator's.
import { createLog, readSettings, workerSettings } from '@tenantry/runtime';
import { createWorker } from '@tenantry/worker/testing';

const settings = readSettings(workerSettings, process.env);
const worker = await createWorker({
  settings,
  log: createLog({ name: 'worker', level: settings.LOG_LEVEL }),
  budgetShare: Number(process.env.BENCH_BUDGET_SHARE),
});
process.on('SIGTERM', () => void worker.close('SIGTERM').then(() => process.exit(0)));

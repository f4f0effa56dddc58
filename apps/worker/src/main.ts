import { DatabaseError } from '@tenantry/db';
import { QueueError } from '@tenantry/jobs';
import { createLog, readSettings, SettingsError, workerSettings } from '@tenantry/runtime';
import { createWorker } from './create-worker.ts';

try {
  const settings = readSettings(workerSettings, process.env);
  const starting = createWorker({ settings, log: createLog({ name: 'worker', level: settings.LOG_LEVEL }) });
  let closing = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      // Who asks twice does not want to wait.
      if (closing) process.exit(1);
      closing = true;
      void starting.then((worker) => worker.close(signal)).then(() => process.exit(0));
    });
  }
  await starting;
} catch (error) {
  // What a person can mend is said in one sentence; a stack would only hide it.
  const mendable = error instanceof SettingsError || error instanceof DatabaseError || error instanceof QueueError;
  console.error(mendable ? error.message : error);
  process.exit(1);
}

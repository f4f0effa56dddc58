import { createLog, readSettings, SettingsError, workerSettings } from '@tenantry/runtime';
import { createWorker } from './create-worker.ts';

try {
  const settings = readSettings(workerSettings, process.env);
  const worker = await createWorker({ settings, log: createLog({ name: 'worker', level: settings.LOG_LEVEL }) });
  let closing = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (closing) process.exit(1);
      closing = true;
      void worker.close(signal).then(() => process.exit(0));
    });
  }
} catch (error) {
  // What a person can mend is one sentence; a stack would only hide it.
  console.error(error instanceof SettingsError || (error instanceof Error && 'code' in error) ? error.message : error);
  process.exit(1);
}

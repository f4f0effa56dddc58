// A worker as a process of its own, to be ended in every way: like the real one, but what is lost is missed within seconds. Its supervisor hands it
// everything by environment variables.
import { createLog, readSettings, workerSettings } from '@tenantry/runtime';
import { createWorker } from '@tenantry/worker/testing';
import { setMachineClock } from './machine-clock.ts';

const second = 1000;
const given = (name: string) => Number(process.env[name] ?? 0);
setMachineClock(given('FAULTS_CLOCK_WRONG_MS'));
const aheadMs = given('FAULTS_AHEAD_MS');
const settings = readSettings(workerSettings, process.env);
const starting = createWorker({
  settings,
  log: createLog({ name: 'worker', level: settings.LOG_LEVEL }),
  // Once time was let pass, everybody's clock is ahead by the same.
  ...(aheadMs === 0 ? {} : { now: () => new Date(Date.now() + aheadMs) }),
  leaseMs: 3 * second,
  sweepEveryMs: second / 4,
  patience: { wedgedMs: 3 * second, stuckMs: 4 * second },
});
process.on('SIGTERM', () => void starting.then((worker) => worker.close('SIGTERM')).then(() => process.exit(0)));
// Whoever plays the round is gone.
process.on('disconnect', () => process.exit(1));
try {
  await starting;
  process.send?.('ready');
} catch {
  // PostgreSQL or Redis is away at this moment; the supervisor tries again.
  process.exit(75);
}

import { assertRunnable, DatabaseError } from '@tenantry/db';
import { QueueError } from '@tenantry/jobs';
import { SettingsError, startTelemetry } from '@tenantry/runtime';
import { endOpenStreams } from './open-streams.ts';
import { type Services, services } from './services.ts';

const second = 1000;
const longestDrainMs = 10 * second;

/** Refuses to start with wrong settings, a database that row-level policies would not hold, or services out of reach. */
export async function start(): Promise<void> {
  try {
    const running = services();
    const { ENTRA_BASE_URL, ENTRA_CLIENT_ID, PUBLIC_URL } = running.settings;
    await assertRunnable(running.db, { signInHost: new URL(ENTRA_BASE_URL).host, directoryClientId: ENTRA_CLIENT_ID });
    await running.queue.ping();
    const { settings, log } = running;
    endOnSignals(running, await startTelemetry({ serviceName: 'tenantry-portal', settings, log }));
    running.log.info({ publicUrl: PUBLIC_URL }, 'the portal is up');
  } catch (error) {
    const explained = [SettingsError, DatabaseError, QueueError].some((kind) => error instanceof kind);
    console.error(explained ? (error as Error).message : error);
    process.exit(1);
  }
}

/**
 * `next start` answers what it has begun and exits by itself, as soon as no event stream is open any more. A request that hangs longer than
 * that is cut off.
 */
function endOnSignals({ log, close }: Services, stopTelemetry: () => Promise<void>): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log.info({ signal }, 'closing');
      endOpenStreams();
      void stopTelemetry();
      setTimeout(() => void close().finally(() => process.exit(1)), longestDrainMs).unref();
    });
  }
}

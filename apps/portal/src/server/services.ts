import { createDatabase, type Database } from '@tenantry/db';
import type { Ring } from '@tenantry/domain';
import { createSignIn, type SignIn } from '@tenantry/entra/consent';
import { createQueue, type Queue } from '@tenantry/jobs';
import {
  createLog,
  isTraced,
  type Log,
  type MicrosoftCloud,
  microsoftCloudOf,
  portalSettings,
  readSettings,
} from '@tenantry/runtime';
import type { z } from 'zod';
import { createRateLimits, type RateLimits } from './rate-limits.ts';

type Settings = z.output<typeof portalSettings>;

/** What the portal's pages and handlers work with. */
export interface Services {
  settings: Settings;
  cloud: MicrosoftCloud;
  db: Database;
  queue: Queue;
  ring: Ring;
  signIn: SignIn;
  rateLimits: RateLimits;
  log: Log;
  close(): Promise<void>;
}

const slot = Symbol.for('tenantry.portal.services');

/**
 * The process's services, made at the first call: settings are read once, and nothing is opened while Next builds.
 *
 * On globalThis, because Next gives instrumentation, pages and routes module graphs of their own.
 *
 * @throws SettingsError naming every setting that is missing or wrong
 */
export function services(): Services {
  const home = globalThis as { [slot]?: Services };
  home[slot] ??= createServices(process.env);
  return home[slot];
}

function createServices(environment: Record<string, string | undefined>): Services {
  const settings = readSettings(portalSettings, environment);
  const log = createLog({ name: 'portal', level: settings.LOG_LEVEL });
  const db = createDatabase({ url: settings.DATABASE_URL, poolSize: 10, applicationName: 'tenantry-portal' });
  const redis = settings.REDIS_URL === undefined ? {} : { redisUrl: settings.REDIS_URL };
  const queue = createQueue({
    ...redis,
    databaseUrl: settings.DATABASE_URL,
    role: 'ring',
    traced: isTraced(settings),
    report: (message, detail) => log.warn(detail, message),
  });
  const rateLimits = createRateLimits({ ...redis, log });
  const signIn = createSignIn({
    entraBaseUrl: settings.ENTRA_BASE_URL,
    clientId: settings.SIGNIN_CLIENT_ID,
    clientSecret: settings.SIGNIN_CLIENT_SECRET,
  });
  return {
    settings,
    cloud: microsoftCloudOf(settings),
    db,
    queue,
    ring: (slips) => queue.ring(slips),
    signIn,
    rateLimits,
    log,
    async close() {
      await Promise.allSettled([queue.close(), rateLimits.close()]);
      await db.close();
    },
  };
}

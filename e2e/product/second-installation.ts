import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '@tenantry/scripts/services';
import pg from 'pg';
import { postgresOf } from '../fixtures/database.ts';

const root = join(import.meta.dirname, '../..');
const second = 1000;
const readyWithinMs = 30 * second;
const directoryApp = 'd1000000-0000-4000-8000-00000000d1d1';
const signInApp = '51000000-0000-4000-8000-000000005151';

/** Emulator, worker and portal of their own, on a database of its own in the server of the tests' product. Everybody may connect. */
export interface SecondInstallation {
  portalUrl: string;
  emulatorUrl: string;
  stop(): Promise<void>;
}

/**
 * Starts what differs from the product under test in its addresses: the emulator is at 127.0.0.1, another site than localhost.
 *
 * @param wish.dataFolder of the running product
 * @param wish.portalUrl what the portal is told about its own address; default where it listens
 */
export async function startSecondInstallation(wish: {
  dataFolder: string;
  database: string;
  portalPort: number;
  portalUrl?: string;
}): Promise<SecondInstallation> {
  const { portalPort, portalUrl = `http://localhost:${portalPort}` } = wish;
  const emulatorPort = await freePort();
  const emulatorUrl = `http://127.0.0.1:${emulatorPort}`;
  // A test that fails ends the process that ran it, and the next one starts anew.
  const ownerUrl = await createDatabase(wish.dataFolder, `${wish.database}_${process.pid}`);
  const { appPassword } = JSON.parse(readFileSync(join(wish.dataFolder, 'secrets.json'), 'utf8')) as { appPassword: string };
  const appUrl = ownerUrl.replace(/\/\/[^@]*@/, `//tenantry_app:${appPassword}@`);
  const settings = {
    DATABASE_URL: appUrl,
    ENTRA_BASE_URL: emulatorUrl,
    GRAPH_BASE_URL: emulatorUrl,
    ENTRA_CLIENT_ID: directoryApp,
  };

  const started: ChildProcess[] = [];
  const start = (args: string[], environment: Record<string, string>, cwd = root) => {
    const { PATH = '', HOME = '' } = process.env;
    const env = { PATH, HOME, NODE_ENV: 'production' as const, LOG_LEVEL: 'warn', ...environment };
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
      cwd,
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    started.push(child);
    return child;
  };
  const stop = async () => {
    await Promise.all(started.reverse().map(end));
  };
  try {
    const addresses = ['--port', String(emulatorPort), '--host', '127.0.0.1', '--portal', portalUrl];
    start(['packages/emulator/src/main.ts', ...addresses, '--customers', 'none'], {});
    for (const program of ['packages/db/src/migrate-main.ts', 'packages/jobs/src/migrate-main.ts']) {
      const [code] = await once(start([program], { ...settings, DATABASE_OWNER_URL: ownerUrl }), 'exit');
      if (code !== 0) throw new Error(`${program} ended with ${code}`);
    }
    start(['apps/worker/src/main.ts'], { ...settings, ENTRA_CLIENT_SECRET: 'demo-directory-secret' });
    const next = [
      join(root, 'node_modules/next/dist/bin/next'),
      'start',
      '--hostname',
      '127.0.0.1',
      '--port',
      String(portalPort),
    ];
    const own = {
      PUBLIC_URL: portalUrl,
      SIGNIN_CLIENT_ID: signInApp,
      SIGNIN_CLIENT_SECRET: 'demo-sign-in-secret',
      OPERATOR_TENANT_ID: 'aaaaaaaa-0000-4000-8000-000000000001',
      SESSION_SECRET: 'x'.repeat(43),
      CONNECT: 'open',
    };
    start(next, { ...settings, ...own }, join(root, 'apps/portal'));
    await Promise.all([
      untilAnswered(`http://127.0.0.1:${portalPort}/api/ready`),
      untilAnswered(`${emulatorUrl}/_emulator/clock`),
    ]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { portalUrl, emulatorUrl, stop };
}

/** Makes the database and gives its address as the superuser. */
async function createDatabase(dataFolder: string, name: string): Promise<string> {
  const { url } = postgresOf(dataFolder);
  const client = new pg.Client({ connectionString: url('postgres') });
  await client.connect();
  await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
  await client.end();
  return url(name);
}

async function untilAnswered(url: string): Promise<void> {
  for (const deadline = Date.now() + readyWithinMs; Date.now() < deadline; await delay(100)) {
    if (
      await fetch(url).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
  }
  throw new Error(`${url} did not answer.`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { freePort, type Postgres, type Redis, startPostgres, startRedis } from '../services/index.ts';
import { createProcesses } from '../start/processes.ts';
import { buildPortal, isBuilt } from '../start/web-build.ts';
import { readCompose, type Service } from './compose-file.ts';
import { readEnvExample } from './env-file.ts';

const minute = 60_000;
const root = join(import.meta.dirname, '../..');
const values = Object.fromEntries(readEnvExample().map(({ name, value }) => [name, value]));
const { services } = readCompose(values);

const folder = mkdtempSync(join(tmpdir(), 'tenantry-compose-'));
// PostgreSQL passes through here as another user when we are root.
chmodSync(folder, 0o711);
const running: { kill(): void; ended: Promise<unknown> }[] = [];
let postgres: Postgres;
let redis: Redis;
let portalPort: number;

beforeAll(async () => {
  postgres = await startPostgres({
    dataDir: join(folder, 'postgres'),
    password: values.POSTGRES_PASSWORD ?? '',
    throwaway: true,
  });
  redis = await startRedis();
  portalPort = await freePort();
  if (isBuilt()) return;
  const processes = await createProcesses({ logs: folder, processFile: join(folder, 'processes.json') });
  await buildPortal(processes);
  await processes.stop();
}, 5 * minute);

afterAll(async () => {
  for (const { kill, ended } of running) {
    kill();
    await ended;
  }
  await redis?.stop();
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The same text, with the hosts of the containers being this machine. */
const here = (text: string) =>
  text
    .replace('@postgres:5432', `@127.0.0.1:${postgres.port}`)
    .replace('redis://redis:6379', redis.url)
    .replace('0.0.0.0', '127.0.0.1')
    .replace(/^3000$/, String(portalPort))
    .replace('127.0.0.1:3000/', `127.0.0.1:${portalPort}/`);

/** Runs a command of a service as its container would: with its environment and nothing else. */
function runAs(service: Service | undefined, command: string[]) {
  const environment = Object.fromEntries(Object.entries(service?.environment ?? {}).map(([name, value]) => [name, here(value)]));
  const [program = '', ...args] = command.map(here);
  const child = spawn(program === 'node' ? process.execPath : program, args, {
    cwd: join(root, (service?.working_dir ?? '/app').slice('/app'.length)),
    env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (output += part.toString()));
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  return { ended, kill: () => child.kill(), output: () => output };
}

const isHealthy = async (service: Service | undefined) =>
  (await runAs(service, service?.healthcheck?.test.slice(1) ?? []).ended) === 0;

/** What the image of PostgreSQL does with the script when its volume is new. */
async function createOwner(): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.url('postgres') });
  await client.connect();
  const script = readFileSync(join(import.meta.dirname, 'create-owner.sql'), 'utf8').replace(/^(--|\\).*\n/gm, '');
  const password = pg.escapeLiteral(values.DATABASE_OWNER_PASSWORD ?? '');
  for (const statement of script.split(';\n').filter(Boolean)) await client.query(statement.replace(":'password'", password));
  await client.end();
}

it('starts from nothing: the migrations run, then portal and worker find themselves healthy', {
  timeout: 3 * minute,
}, async () => {
  await createOwner();
  const { migrate, portal, worker } = services;
  for (const time of ['first', 'second']) {
    const migration = runAs(migrate, migrate?.command ?? []);
    expect([time, await migration.ended, migration.output()]).toEqual([
      time,
      0,
      expect.stringMatching(/Applied|Nothing to migrate/),
    ]);
  }
  expect(await isHealthy(worker)).toBe(false);

  for (const service of [portal, worker]) running.push(runAs(service, service?.command ?? []));
  await vi.waitUntil(() => isHealthy(portal), { timeout: minute, interval: 500 });
  await vi.waitUntil(() => isHealthy(worker), { timeout: minute, interval: 500 });

  const endless = `http://127.0.0.1:${portalPort}/connect/callback?x=${'x'.repeat(1024 * 1024)}`;
  const answer = await fetch(endless, { redirect: 'manual' });
  expect([answer.status, answer.headers.get('location')], 'an address of a megabyte').toEqual([
    303,
    expect.stringMatching(/^http/),
  ]);
});

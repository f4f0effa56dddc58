import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { freePort } from './free-port.ts';
import { type Postgres, startPostgres, stopLeftover } from './postgres.ts';

let folder: string;
let dataDir: string;
let postgres: Postgres;

async function query(statement: string, from: Postgres = postgres): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: from.url('rows') });
  await client.connect();
  return client
    .query(statement)
    .then(
      ({ rows }) => rows,
      (error) => Promise.reject(error),
    )
    .finally(() => client.end());
}
const serverPid = async () => Number((await readFile(join(dataDir, 'postmaster.pid'), 'utf8')).split('\n')[0]);
const startAgain = (options: { port?: number; password?: string } = {}) =>
  startPostgres({ dataDir, password: 'p@ss/word', ...options });

beforeAll(async () => {
  // mkdtemp closes the folder to others: as root, PostgreSQL's own user has to be let through.
  folder = await mkdtemp(join(tmpdir(), 'tenantry-services-'));
  dataDir = join(folder, 'state', 'postgres');
  await mkdir(`${dataDir}.new`, { recursive: true });
  await writeFile(join(`${dataDir}.new`, 'PG_VERSION'), 'left by a start that was killed');
  postgres = await startAgain();
  await postgres.createDatabaseIfMissing('rows');
  await postgres.createDatabaseIfMissing('rows');
  await query('create table kept (id int)');
});
afterAll(async () => {
  await stopLeftover(dataDir);
  await rm(folder, { recursive: true, force: true });
});

test('the server listens on loopback only and has a session of its own, which no Ctrl-C of ours reaches', async () => {
  expect(await query('show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
  const session = (pid: number) => execFileSync('ps', ['-o', 'sid=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  expect(session(await serverPid())).not.toBe(session(process.pid));
});

test('a server that still runs is adopted as it is', async () => {
  const pid = await serverPid();
  const again = await startAgain();
  expect(again).toMatchObject({ adopted: true, port: postgres.port });
  expect(await serverPid()).toBe(pid);
  expect(await query('select id from kept', again)).toEqual([]);
});

test('a server that was killed starts again with its rows', async () => {
  process.kill(await serverPid(), 'SIGKILL');
  postgres = await startAgain();
  expect(postgres.adopted).toBe(false);
  expect(await query('select id from kept')).toEqual([]);
});

test('a server on another port than the wanted one is moved', async () => {
  const port = await freePort();
  postgres = await startAgain({ port });
  expect(postgres).toMatchObject({ adopted: false, port });
  expect(await query('select id from kept')).toEqual([]);
});

test('another password is told in a sentence that names the folder, and the server is left alone', async () => {
  await expect(startAgain({ password: 'another' })).rejects.toThrow(`The rows in ${dataDir} were made with another password`);
  expect(await query('select id from kept')).toEqual([]);
});

test('a postmaster.pid that names a living stranger does not hinder the start', async () => {
  await postgres.stop();
  await writeFile(join(dataDir, 'postmaster.pid'), `${process.pid}\n${dataDir}\n1\n5432\n`);
  postgres = await startAgain();
  expect(await query('select id from kept')).toEqual([]);
});

test('a stopped server is gone, and stopping what does not run is no error', async () => {
  await postgres.stop();
  await vi.waitFor(() => expect(query('select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' }));
  await stopLeftover(dataDir);
});

test('a folder that holds something else is refused with the end of the log', async () => {
  const broken = join(folder, 'broken');
  await mkdir(broken);
  await writeFile(join(broken, 'PG_VERSION'), '9');
  await chmod(broken, 0o700);
  await expect(startPostgres({ dataDir: broken, password: 'x' })).rejects.toThrow(`PostgreSQL did not start in ${broken}`);
});

import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './free-port.ts';
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.ts';
import { type PostgresUser, postgresUser } from './postgres-user.ts';
import { run } from './run.ts';

export interface Postgres {
  port: number;
  /** True when the server was already running, left over by an earlier start. */
  adopted: boolean;
  /** Address of a database as the superuser `postgres`. */
  url(database: string): string;
  createDatabaseIfMissing(name: string): Promise<void>;
  /** Ends open sessions and waits until all is on disk. */
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** Made at the first start; must not hold anything else. */
  dataDir: string;
  /** Default: a free one. */
  port?: number;
  /** Of the superuser `postgres`. Fixed by the first start. */
  password: string;
  /** Trades safety in a power cut for speed: for tests. Default false. */
  throwaway?: boolean;
}

const startMs = 20_000;
const throwawaySettings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=300'];

/**
 * PostgreSQL on loopback, in a session of its own, so that a Ctrl-C of ours does not reach it. A server that still runs on `dataDir` is
 * adopted, or stopped and started again when it has another port or does not answer.
 * Throws when no PostgreSQL comes with this platform, or when it does not start; the message holds the end of its log.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const dataDir = resolve(options.dataDir);
  await mkdir(resolve(dataDir, '..'), { recursive: true });
  const binaries = await findPostgresBinaries();
  const user = await postgresUser([binaries.postgres, dataDir]);
  const server = { dataDir, binaries, user, options };

  const left = await leftoverServer(dataDir);
  if (left && (options.port ?? left.port) === left.port && (await answers(server, left.port))) {
    return handle(server, left.port, true);
  }
  if (left) await control(server, 'stop', '-m', 'fast');
  else await rm(join(dataDir, 'postmaster.pid'), { force: true });
  await initialise(server);
  const port = options.port ?? (await freePort());
  await start(server, port);
  await answers(server, port).catch(async (error) => {
    await control(server, 'stop', '-m', 'fast');
    throw error;
  });
  return handle(server, port, false);
}

/** Stops the server that still runs on `dataDir`, if there is one. */
export async function stopLeftover(dataDir: string): Promise<void> {
  if (!(await leftoverServer(dataDir))) return;
  const binaries = await findPostgresBinaries();
  await control({ dataDir, binaries, user: await postgresUser([binaries.postgres, dataDir]) }, 'stop', '-m', 'immediate');
}

interface Server {
  dataDir: string;
  binaries: PostgresBinaries;
  user: PostgresUser;
  options: PostgresOptions;
}

const control = ({ dataDir, binaries, user }: Omit<Server, 'options'>, ...command: string[]) =>
  user.run(binaries.pg_ctl, ['-D', dataDir, '-w', '-t', '120', ...command]);

/** Creates the cluster beside its place and moves it there when it is whole, so that a crash leaves none that is half made. */
async function initialise({ dataDir, binaries, user, options }: Server): Promise<void> {
  if (await readFile(join(dataDir, 'PG_VERSION')).catch(() => null)) return;
  const newDir = `${dataDir}.new`;
  await rm(newDir, { recursive: true, force: true });
  await mkdir(newDir, { mode: 0o700 });
  const passwordFile = `${dataDir}.password`;
  await rm(passwordFile, { force: true });
  await writeFile(passwordFile, options.password, { mode: 0o600 });
  try {
    for (const path of user.owner ? [newDir, passwordFile] : []) await chown(path, user.owner?.uid ?? 0, user.owner?.gid ?? 0);
    await user.run(binaries.initdb, [
      `--pgdata=${newDir}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      ...(options.throwaway ? ['--no-sync'] : []),
    ]);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(newDir, dataDir);
}

async function start(server: Server, port: number): Promise<void> {
  const log = join(server.dataDir, 'server.log');
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    // A failing statement may hold a password or a customer's data.
    'log_min_error_statement=panic',
    ...(server.options.throwaway ? throwawaySettings : []),
  ];
  const flags = [`-p ${port}`, ...settings.map((setting) => `-c ${setting}`)].join(' ');
  for (const deadline = Date.now() + startMs; ; await delay(200)) {
    try {
      await control(server, '-l', log, '-o', flags, 'start');
      return;
    } catch (cause) {
      const lines = (await readFile(log, 'utf8').catch(() => '')).trimEnd().split('\n').slice(-5).join('\n');
      // The children of a killed server need a moment to notice.
      if (/pre-existing shared memory block/.test(lines) && Date.now() < deadline) continue;
      throw new Error(`PostgreSQL did not start in ${server.dataDir}:\n${lines}`, { cause });
    }
  }
}

/** The server that postmaster.pid names, if that process lives and is the one of this folder, and not a stranger who was given the same number. */
async function leftoverServer(dataDir: string): Promise<{ port: number } | null> {
  const lines = (await readFile(join(dataDir, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!pid) return null;
  if (process.platform === 'win32')
    return (await run('tasklist', ['/FI', `PID eq ${pid}`])).includes('postgres') ? { port } : null;
  const command = await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).catch(() => '');
  return command.includes(dataDir) ? { port } : null;
}

/** Waits while the server starts or recovers. False when it does not come up; throws when it has another password. */
async function answers({ dataDir, options: { password } }: Server, port: number): Promise<boolean> {
  for (const deadline = Date.now() + startMs; Date.now() < deadline; await delay(100)) {
    const client = new pg.Client({
      host: '127.0.0.1',
      port,
      user: 'postgres',
      password,
      database: 'postgres',
      connectionTimeoutMillis: 2000,
    });
    client.on('error', () => {});
    try {
      await client.connect();
      return true;
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === '28P01')
        throw new Error(`The rows in ${dataDir} were made with another password: bring that back, or remove the folder.`);
      // The database system is starting up, or shutting down.
      if (code !== '57P03') return false;
    } finally {
      await client.end().catch(() => {});
    }
  }
  return false;
}

function handle(server: Server, port: number, adopted: boolean): Postgres {
  const url = (database: string) =>
    `postgresql://postgres:${encodeURIComponent(server.options.password)}@127.0.0.1:${port}/${database}`;
  return {
    port,
    adopted,
    url,
    async createDatabaseIfMissing(name) {
      const client = new pg.Client({ connectionString: url('postgres') });
      await client.connect();
      try {
        const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
        if (!rowCount) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
      } finally {
        await client.end();
      }
    },
    async stop() {
      await control(server, 'stop', '-m', 'fast');
    },
  };
}

import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { findProgram, run } from './run.ts';

/** Runs one of PostgreSQL's programs, which refuse to work as root. */
type RunAsPostgres = (file: string, args: string[]) => Promise<string>;

export interface PostgresUser {
  run: RunAsPostgres;
  /** Who must own the data directory; null means whoever we are. */
  owner: { uid: number; gid: number } | null;
}

/**
 * How PostgreSQL's programs run here: as ourselves, or, when we are root, as the system user `postgres`, which is made if it does not exist.
 * `paths` are what that user must reach. Below a folder closed to others (a clone in /root) it gets the capability to pass through.
 */
export async function postgresUser(paths: string[]): Promise<PostgresUser> {
  if (process.getuid?.() !== 0) return { run, owner: null };
  const owner = (await idsOf('postgres')) ?? (await createUser());
  const closed = (await Promise.all(paths.map(closedFolderAbove))).find((folder) => folder !== null);
  if (!closed) return { run: (file, args) => run(file, args, owner), owner };
  const setpriv = await findProgram('setpriv');
  if (!setpriv) {
    throw new Error(
      `PostgreSQL does not run as root, and the user postgres may not enter ${closed}: run \`chmod o+x ${closed}\`.`,
    );
  }
  const identity = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups'];
  const passThrough = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  return { run: (file, args) => run(setpriv, [...identity, ...passThrough, file, ...args]), owner };
}

async function idsOf(user: string): Promise<{ uid: number; gid: number } | null> {
  try {
    return { uid: Number(await run('id', ['-u', user])), gid: Number(await run('id', ['-g', user])) };
  } catch {
    return null;
  }
}

async function createUser(): Promise<{ uid: number; gid: number }> {
  await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']);
  const ids = await idsOf('postgres');
  if (!ids) throw new Error('PostgreSQL does not run as root: create a user for it with `useradd --system postgres`.');
  return ids;
}

/** The nearest folder above `path` that others may not pass, or null. */
async function closedFolderAbove(path: string): Promise<string | null> {
  const folder = dirname(path);
  const { mode } = await stat(folder);
  if ((mode & 0o001) === 0) return folder;
  return folder === dirname(folder) ? null : closedFolderAbove(folder);
}

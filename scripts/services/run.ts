import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Runs a program to its end. Rejects with what it wrote when it fails. `as` is the user it runs as, when we are root. */
export async function run(file: string, args: string[], as?: { uid: number; gid: number }): Promise<string> {
  try {
    const { stdout } = await execute(file, args, { ...as, env: { ...process.env, LC_ALL: 'C' }, maxBuffer: 16 * 1024 * 1024 });
    return stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${file} failed: ${stderr.trim() || stdout.trim() || String(error)}`, { cause: error });
  }
}

/** Path of the first of these programs that is installed, or null. A name is looked up in PATH, a path is taken as it is. */
export async function findProgram(...names: string[]): Promise<string | null> {
  const folders = (process.env.PATH ?? '').split(delimiter);
  for (const name of names) {
    for (const path of name.includes('/') ? [name] : folders.map((folder) => join(folder, name))) {
      const found = await access(path, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (found) return path;
    }
  }
  return null;
}

/** Installs a package of the system where that is possible without asking: as root, with apt-get. Tells whether it did. */
export async function installSystemPackage(name: string): Promise<boolean> {
  if (process.getuid?.() !== 0 || !(await findProgram('apt-get'))) return false;
  await run('apt-get', ['update', '-qq']);
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name]);
  return true;
}

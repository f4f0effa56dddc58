import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { StartError } from './start-error.ts';

/** Where everything is kept between starts. */
export interface DataFolder {
  path: string;
  postgres: string;
  logs: string;
  emulatorState: string;
  startFile: string;
  processFile: string;
  secrets: Secrets;
  /** Keeps a changed set of secrets. */
  saveSecrets(): void;
}

/** Made at the first start. */
interface Secrets {
  postgresPassword: string;
  appPassword: string;
  sessionSecret: string;
  /** API key by the name of the database that knows it. */
  apiKeys: Record<string, string>;
}

const secretsFile = 'secrets.json';

/** The folder's places, without making or reading anything. */
export function placesIn(path: string) {
  const folder = resolve(path);
  return {
    path: folder,
    postgres: join(folder, 'postgres'),
    logs: join(folder, 'logs'),
    emulatorState: join(folder, 'emulator.json'),
    startFile: join(folder, 'start.json'),
    processFile: join(folder, 'processes.json'),
  };
}

/** Whether an earlier start made this folder, so that it may be removed. */
export function isDataFolder(path: string): boolean {
  return existsSync(join(path, secretsFile));
}

/** Opens the folder, made at the first start. Throws StartError when it cannot be made, or its secrets cannot be read. */
export function openDataFolder(path: string): DataFolder {
  const places = placesIn(path);
  try {
    mkdirSync(places.path, { recursive: true });
    mkdirSync(places.logs, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new StartError(`${places.path} cannot be the data folder (${code}): choose another with --data.`, '', cause);
  }
  const file = join(places.path, secretsFile);
  const secrets = existsSync(file) ? readSecrets(file) : newSecrets();
  const saveSecrets = () => writePrivately(file, secrets);
  if (!existsSync(file)) saveSecrets();
  return { ...places, secrets, saveSecrets };
}

/** Writes JSON that only this user may read; a reader never sees half of it. */
export function writePrivately(file: string, content: unknown): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

function readSecrets(file: string): Secrets {
  try {
    return { ...newSecrets(), ...(JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>) };
  } catch (cause) {
    throw new StartError(`${file} cannot be read: start with --fresh, or mend it.`, '', cause);
  }
}

function newSecrets(): Secrets {
  const secret = () => randomBytes(32).toString('base64url');
  return { postgresPassword: secret(), appPassword: secret(), sessionSecret: secret(), apiKeys: {} };
}

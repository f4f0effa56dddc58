import type pg from 'pg';
import { DatabaseError } from './errors.ts';

/** What the rows of a database belong to. */
export interface Installation {
  /** Host of the sign-in service, with its port if it has one: `login.microsoftonline.com`, `localhost:4000`. */
  signInHost: string;
  /** Client id of the directory registration. */
  directoryClientId: string;
}

/** Throws `other-installation` when `recorded` is another one. */
export function refuseOther(recorded: Installation, wanted: Installation): void {
  if (recorded.signInHost === wanted.signInHost && recorded.directoryClientId === wanted.directoryClientId.toLowerCase()) return;
  throw new DatabaseError(
    'other-installation',
    `This database belongs to ${recorded.signInHost} and directory registration ${recorded.directoryClientId}, ` +
      `not to ${wanted.signInHost} and ${wanted.directoryClientId}: point DATABASE_URL and DATABASE_OWNER_URL at a database of its own.`,
  );
}

/** Looks before anything is migrated, so that a database of another installation stays as it is. */
export async function refuseOtherInstallation(pool: pg.Pool, wanted: Installation): Promise<void> {
  const { rows: tables } = await pool.query(`select to_regclass('public.installation') is not null as present`);
  if (!tables[0].present) return;
  const { rows } = await pool.query<Installation>(
    'select sign_in_host as "signInHost", directory_client_id as "directoryClientId" from installation',
  );
  if (rows[0]) refuseOther(rows[0], wanted);
}

export async function recordInstallation(pool: pg.Pool, { signInHost, directoryClientId }: Installation): Promise<void> {
  await pool.query('insert into installation (sign_in_host, directory_client_id) values ($1, $2) on conflict do nothing', [
    signInHost,
    directoryClientId,
  ]);
}

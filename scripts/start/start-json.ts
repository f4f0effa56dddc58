import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type DataFolder, writePrivately } from './data-folder.ts';
import type { Customer } from './demo-cast.ts';

/** What a script finds in `start.json` while everything is up; gone when it is not. */
export interface StartFile {
  portalUrl: string;
  emulatorUrl: string | null;
  apiKey: string;
  pids: Record<string, number>;
  operators: { username: string; role: string }[];
  tenants: Pick<Customer, 'tenantId' | 'name' | 'adminUsername' | 'userUsername'>[];
  /** Links of the customers that are left to connect by hand. */
  invitations: string[];
}

export const writeStartFile = (data: DataFolder, content: StartFile): void => writePrivately(data.startFile, content);

export const removeStartFile = (data: Pick<DataFolder, 'startFile'>): void => rmSync(data.startFile, { force: true });

/** Process id of the PostgreSQL that runs on the data folder, if one does. */
export function postgresPid(data: DataFolder): Record<string, number> {
  try {
    return { postgres: Number(readFileSync(join(data.postgres, 'postmaster.pid'), 'utf8').split('\n')[0]) };
  } catch {
    return {};
  }
}

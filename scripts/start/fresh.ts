import { existsSync, readdirSync, rmSync } from 'node:fs';
import { stopLeftover } from '../services/postgres.ts';
import { isDataFolder, placesIn } from './data-folder.ts';
import { StartError } from './start-error.ts';

/** Removes what earlier starts have kept. Throws StartError for a folder that no start has made. */
export async function removeDataFolder(data: string): Promise<void> {
  const { path, postgres } = placesIn(data);
  if (!existsSync(path)) return;
  if (!isDataFolder(path) && readdirSync(path).length > 0) {
    throw new StartError(`--fresh removes only what an earlier start has made, and ${path} holds something else.`);
  }
  await stopLeftover(postgres);
  rmSync(path, { recursive: true, force: true });
}

import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { applySnapshot, takeSnapshot } from './snapshot.ts';
import type { World } from './world.ts';

const lookEveryMs = 250;

/**
 * Lets a world go on where an earlier process left it: reads the file if it exists, and writes it whenever something has changed.
 *
 * @returns `save` writes what the last look has not seen yet
 * @throws Error when the file cannot be read as a snapshot
 */
export function keepState(world: World, file: string): { save(): void } {
  if (existsSync(file)) applySnapshot(world, readFileSync(file, 'utf8'));
  let written = takeSnapshot(world);
  const save = () => {
    const now = takeSnapshot(world);
    if (now === written) return;
    // A process that is killed while it writes leaves the former file whole.
    writeFileSync(`${file}.new`, now);
    renameSync(`${file}.new`, file);
    written = now;
  };
  setInterval(save, lookEveryMs).unref();
  return { save };
}

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A process, and what it runs, by which a stranger who was given the same number is told apart. */
export interface RunningProcess {
  pid: number;
  parent: number;
  command: string;
}

/** The processes of this machine. */
function listProcesses(): RunningProcess[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 }).split('\n');
  return lines.flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return command === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}

/** These processes and everything that descends from them. PostgreSQL has left its parent and is found by its own note. */
export function processFamily(ancestors: number[], dataFolder: string): RunningProcess[] {
  const all = listProcesses();
  const postmaster = Number(readFileSync(join(dataFolder, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
  const family = new Set([...ancestors, postmaster]);
  // Parents may have greater numbers than their children, so this goes on until nobody is added.
  for (let size = 0; size < family.size; ) {
    size = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  }
  return all.filter(({ pid }) => family.has(pid));
}

/** Those of them that still run. */
export function stillRunning(family: RunningProcess[]): RunningProcess[] {
  const now = new Map(listProcesses().map(({ pid, command }) => [pid, command]));
  return family.filter(({ pid, command }) => now.get(pid) === command);
}

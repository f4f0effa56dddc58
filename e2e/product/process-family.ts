import { execFileSync } from 'node:child_process';

/** A process, and what it runs, by which a stranger who was given the same number is told apart. */
export interface RunningProcess {
  pid: number;
  parent: number;
  command: string;
}

function listProcesses(): RunningProcess[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 }).split('\n');
  return lines.flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return command === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}

/** These processes and everything that descends from them. */
export function processFamily(ancestors: number[]): RunningProcess[] {
  const all = listProcesses();
  const family = new Set(ancestors);
  // A child may have a smaller number than its parent, so this goes on until nobody is added.
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

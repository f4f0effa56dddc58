import { readdir, readFile } from 'node:fs/promises';

/** A look costs the processor some milliseconds. */
const usualMs = 25;
const megabyte = 1024; // of what /proc tells in kB

/** Watches what a process and all below it hold in memory. Linux only. */
export interface MemoryWatch {
  /** The most that was seen, in MB, and no more watching. */
  end(): Promise<number>;
}

/**
 * @param pid of the process at the top
 * @param everyMs between two looks; the kernel remembers the peak of a process without children
 */
export function watchMemory(pid: number, everyMs: number = usualMs): MemoryWatch {
  let peak = 0;
  let over = false;
  const watching = (async () => {
    for (; !over; await new Promise((done) => setTimeout(done, everyMs))) {
      const held = await Promise.all((await treeOf(pid)).map((each) => statusOf(each, 'VmRSS')));
      peak = Math.max(peak, sum(held));
    }
    // A peak between two looks is remembered by the kernel, for each process by itself.
    const highest = await Promise.all((await treeOf(pid)).map((each) => statusOf(each, 'VmHWM')));
    if (highest.length === 1) peak = Math.max(peak, sum(highest));
  })();
  return {
    end: async () => {
      over = true;
      await watching;
      if (peak === 0) throw new Error(`Nothing is known of the memory of process ${pid}: this is measured on Linux only.`);
      return peak / megabyte;
    },
  };
}

/** The process and everything it started. */
async function treeOf(top: number): Promise<number[]> {
  const parents = new Map<number, number>();
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0);
  await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      // The name in brackets may hold anything; what follows it is the state and the parent.
      parents.set(pid, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    }),
  );
  const isBelow = (pid: number): boolean => pid === top || (parents.has(pid) && isBelow(parents.get(pid) ?? 0));
  return pids.filter(isBelow);
}

async function statusOf(pid: number, name: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0);
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

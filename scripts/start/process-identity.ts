import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** A process as it can be found again: numbers are given out anew, so the instant of its start belongs to it. */
export interface ProcessIdentity {
  name: string;
  pid: number;
  /** As the system tells it; only comparable with itself. */
  startedAt: string;
}

/** What to note about a process that runs now. */
export async function identify(name: string, pid: number): Promise<ProcessIdentity> {
  return { name, pid, startedAt: await startOf(pid) };
}

/** Whether that very process still runs. */
export async function stillRuns({ pid, startedAt }: ProcessIdentity): Promise<boolean> {
  return startedAt !== '' && (await startOf(pid)) === startedAt;
}

/** Empty when there is no such process, or the system does not tell. */
async function startOf(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    // The second field is the program's name in parentheses and may hold blanks; state is the third, start the 22nd (man proc_pid_stat).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? '' : (fields[19] ?? '');
  }
  const { stdout } = await execute('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return stdout.trim();
}

import { readFileSync, rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { type Child, type ChildOptions, startChild } from './child.ts';
import { writePrivately } from './data-folder.ts';
import { identify, type ProcessIdentity, stillRuns } from './process-identity.ts';
import { StartError } from './start-error.ts';

const second = 1000;
/** The worker brings slices to the end of their page, within ten seconds. */
const graceMs: Record<string, number> = { worker: 11 * second, portal: 11 * second, emulator: 2 * second };

/** The programs of one start, noted in a file so that the next start finds what this one had to leave behind. */
export interface Processes {
  start(options: Omit<ChildOptions, 'logs'>): Promise<Child>;
  /** Runs a program to its end. Throws StartError with the end of its log when it fails. */
  run(options: Omit<ChildOptions, 'logs'>): Promise<void>;
  /** Rejects with what happened as soon as one of the started programs ends without having been told to. */
  readonly firstDeath: Promise<never>;
  pids(): Record<string, number>;
  /** Ends portal and worker, then the emulator. Nothing starts afterwards. */
  stop(): Promise<void>;
  kill(): void;
}

export async function createProcesses(places: { logs: string; processFile: string }): Promise<Processes> {
  const { logs, processFile } = places;
  const children = new Map<string, Child>();
  const noted: ProcessIdentity[] = [];
  const death = Promise.withResolvers<never>();
  // Nobody may be waiting yet when a program dies.
  death.promise.catch(() => undefined);
  let stopping = false;

  const note = async (name: string, pid: number) => {
    noted.push(await identify(name, pid));
    writePrivately(processFile, noted);
  };
  await note('start', process.pid);

  async function start(options: Omit<ChildOptions, 'logs'>): Promise<Child> {
    if (stopping) throw new StartError(`The ${options.name} was stopped before it had started.`);
    const child = await startChild({ ...options, logs });
    children.set(child.name, child);
    await note(child.name, child.pid);
    return child;
  }

  const stopChild = async (name: string) => children.get(name)?.stop(graceMs[name] ?? 2 * second);

  return {
    async start(options) {
      const child = await start(options);
      void child.ended.then(() => stopping || death.reject(child.obituary()));
      return child;
    },
    async run(options) {
      const child = await start(options);
      const code = await child.ended;
      children.delete(child.name);
      if (code !== 0) throw child.obituary();
    },
    firstDeath: death.promise,
    pids: () => Object.fromEntries([...children].map(([name, { pid }]) => [name, pid])),
    async stop() {
      stopping = true;
      await Promise.all([...children.keys()].filter((name) => name !== 'emulator').map(stopChild));
      await stopChild('emulator');
      rmSync(processFile, { force: true });
    },
    kill() {
      stopping = true;
      for (const child of children.values()) child.kill();
    },
  };
}

/**
 * Ends the programs that an earlier start, which was killed, has left running.
 *
 * @throws StartError when that start itself still runs
 */
export async function stopOrphans(processFile: string): Promise<void> {
  const running: ProcessIdentity[] = [];
  for (const one of readNoted(processFile)) if (await stillRuns(one)) running.push(one);
  const start = running.find(({ name }) => name === 'start');
  if (start) {
    throw new StartError(
      `Tenantry is running on this data folder already (process ${start.pid}): stop it there with Ctrl-C, or choose another folder with --data.`,
    );
  }
  for (const [signal, waitMs] of [
    ['SIGTERM', 5 * second],
    ['SIGKILL', 5 * second],
  ] as const) {
    for (const one of running) if (await stillRuns(one)) process.kill(one.pid, signal);
    for (const deadline = Date.now() + waitMs; Date.now() < deadline; await delay(50)) {
      if (!(await Promise.all(running.map(stillRuns))).includes(true)) return;
    }
  }
}

function readNoted(processFile: string): ProcessIdentity[] {
  try {
    return JSON.parse(readFileSync(processFile, 'utf8')) as ProcessIdentity[];
  } catch {
    return [];
  }
}

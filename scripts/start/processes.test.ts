import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { identify, stillRuns } from './process-identity.ts';
import { createProcesses, stopOrphans } from './processes.ts';
import { StartError } from './start-error.ts';

const logs = mkdtempSync(join(tmpdir(), 'tenantry-processes-'));
afterAll(() => rmSync(logs, { recursive: true }));

const waits = 'setInterval(() => {}, 1000)';
const env = { PATH: process.env.PATH ?? '' };
const processesIn = (name: string) => createProcesses({ logs, processFile: join(logs, `${name}.json`) });

it('tells of a program that dies, with the end of what it wrote', async () => {
  const processes = await processesIn('death');
  await processes.start({ name: 'portal', args: ['-e', 'console.log("so long"); process.exit(3)'], env });
  const error = await processes.firstDeath.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(StartError);
  expect((error as StartError).message).toBe('The portal ended with exit code 3.');
  expect((error as StartError).detail).toContain('so long');
  await processes.stop();
});

it('gives a program its environment and nothing of ours', async () => {
  const processes = await processesIn('environment');
  process.env.TENANTRY_TEST_SECRET = 'visible';
  const fail = 'process.exit("TENANTRY_TEST_SECRET" in process.env || process.env.WORD !== "yes" ? 1 : 0)';
  await expect(processes.run({ name: 'look', args: ['-e', fail], env: { ...env, WORD: 'yes' } })).resolves.toBeUndefined();
  delete process.env.TENANTRY_TEST_SECRET;
  await processes.stop();
});

it('ends what it has started and forgets about it', async () => {
  const processes = await processesIn('stop');
  const names = ['emulator', 'worker', 'portal'];
  for (const name of names) await processes.start({ name, args: ['-e', waits], env });
  const running = await Promise.all(Object.entries(processes.pids()).map(([name, pid]) => identify(name, pid)));
  expect(running.map(({ name }) => name)).toEqual(names);
  await processes.stop();
  expect(await Promise.all(running.map(stillRuns))).toEqual([false, false, false]);
  expect(existsSync(join(logs, 'stop.json'))).toBe(false);
  await expect(processes.start({ name: 'late', args: ['-e', waits], env })).rejects.toThrow(StartError);
});

it('ends the orphans of a start that was killed, and leaves alone who was given a number anew', async () => {
  const [orphan, stranger] = [spawn(process.execPath, ['-e', waits]), spawn(process.execPath, ['-e', waits])];
  await Promise.all([once(orphan, 'spawn'), once(stranger, 'spawn')]);
  const file = join(logs, 'orphans.json');
  const left = await identify('worker', orphan.pid ?? 0);
  const given = { ...(await identify('portal', stranger.pid ?? 0)), startedAt: '1' };
  writeFileSync(file, JSON.stringify([{ name: 'start', pid: 2 ** 22 + 1, startedAt: '1' }, left, given]));
  await stopOrphans(file);
  expect(await stillRuns(left)).toBe(false);
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  stranger.kill('SIGKILL');
});

it('refuses to start beside a start that still runs', async () => {
  const processes = await processesIn('twice');
  await expect(stopOrphans(join(logs, 'twice.json'))).rejects.toThrow(`process ${process.pid}`);
  await processes.stop();
});

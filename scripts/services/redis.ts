import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { findProgram, installSystemPackage, run } from './run.ts';

export interface Redis {
  /** redis://127.0.0.1:<port> */
  url: string;
  stop(): Promise<void>;
}

const startMs = 20_000;
// BullMQ needs noeviction; nothing of a test's queue is worth writing to a disk.
const flags = ['--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'];

/**
 * An empty Redis on loopback: the machine's own redis-server, else Docker's, else one installed where this machine allows it.
 * Throws naming the command that would provide one.
 *
 * @param options.port default: a free one
 */
export async function startRedis(options: { port?: number } = {}): Promise<Redis> {
  const port = options.port ?? (await freePort());
  const installed = await findProgram('redis-server');
  if (installed) return startProgram(installed, port);
  if (await dockerRuns()) return startContainer(port);
  const added = (await installSystemPackage('redis-server')) ? await findProgram('redis-server') : null;
  if (added) return startProgram(added, port);
  throw new Error('No Redis was found: install it with `apt-get install redis-server` or `brew install redis`, or start Docker.');
}

// Ends Redis when our end of the pipe closes, so also when we are killed.
const whilePipeIsOpen = '"$0" "$@" & read -r _; kill $!; wait $!';

async function startProgram(program: string, port: number): Promise<Redis> {
  const command = ['-c', whilePipeIsOpen, program, '--bind', '127.0.0.1', '--port', String(port), ...flags];
  const child = spawn('sh', command, { stdio: ['pipe', 'ignore', 'ignore'] });
  const ended = once(child, 'exit');
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  await answers(port, () => child.exitCode !== null).catch(async (error) => {
    await stop();
    throw error;
  });
  return { url: `redis://127.0.0.1:${port}`, stop };
}

async function startContainer(port: number): Promise<Redis> {
  const id = await run('docker', [
    'run',
    '--rm',
    '-d',
    '-p',
    `127.0.0.1:${port}:6379`,
    'redis:7-alpine',
    'redis-server',
    ...flags,
  ]);
  const stop = async () => {
    await run('docker', ['rm', '-f', id.trim()]);
  };
  await answers(port, () => false).catch(async (error) => {
    await stop();
    throw error;
  });
  return { url: `redis://127.0.0.1:${port}`, stop };
}

async function dockerRuns(): Promise<boolean> {
  return run('docker', ['info']).then(
    () => true,
    () => false,
  );
}

/** Resolves when a PING is answered. */
async function answers(port: number, hasEnded: () => boolean): Promise<void> {
  for (const deadline = Date.now() + startMs; Date.now() < deadline && !hasEnded(); await delay(20)) {
    if (await ping(port)) return;
  }
  throw new Error(`Redis did not start on port ${port}: run \`redis-server --port ${port}\` to see why.`);
}

function ping(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.setTimeout(1000, () => socket.destroy());
    socket.on('data', (answer) => {
      resolve(answer.toString().startsWith('+PONG'));
      socket.destroy();
    });
    socket.on('error', () => resolve(false));
    socket.on('close', () => resolve(false));
  });
}

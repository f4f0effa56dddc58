import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test, vi } from 'vitest';
import { startRedis } from './redis.ts';

function ask(url: string, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(`${command}\r\n`));
    socket.on('error', reject);
    socket.once('data', (answer) => {
      resolve(answer.toString());
      socket.destroy();
    });
  });
}

test('a Redis of its own starts with what the queue needs, and is gone after stop', async () => {
  const redis = await startRedis();
  expect(await ask(redis.url, 'CONFIG GET maxmemory-policy')).toContain('noeviction');
  expect(await ask(redis.url, 'DBSIZE')).toBe(':0\r\n');
  await redis.stop();
  await expect(ask(redis.url, 'PING')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('a Redis does not outlive a starter that is killed', async () => {
  const script = `import('${new URL('./redis.ts', import.meta.url)}').then(async ({ startRedis }) => console.log((await startRedis()).url))`;
  const starter = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(starter.stdout, 'data');
  const url = String(line).trim();
  expect(await ask(url, 'PING')).toBe('+PONG\r\n');
  starter.kill('SIGKILL');
  await vi.waitFor(() => expect(ask(url, 'PING')).rejects.toMatchObject({ code: 'ECONNREFUSED' }), { timeout: 5000 });
});

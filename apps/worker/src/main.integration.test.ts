import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestWorld, type TestWorld } from './testing/test-world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startTestWorld('postgres');
});
afterAll(() => world.close());

const environment = (changes: Record<string, string | undefined> = {}) => {
  const all: Record<string, unknown> = { ...world.settings, LOG_LEVEL: 'info', PATH: process.env.PATH, ...changes };
  return Object.fromEntries(Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
};

/** Runs main.ts, and sends SIGTERM once its log holds `until`. */
async function runMain(env: Record<string, string>, until?: string) {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./main.ts', import.meta.url))], { env });
  let log = '';
  let errors = '';
  child.stdout.on('data', (data) => {
    const before = until !== undefined && log.includes(until);
    log += data;
    // A second signal would end it at once.
    if (!before && until !== undefined && log.includes(until)) child.kill('SIGTERM');
  });
  child.stderr.on('data', (data) => {
    errors += data;
  });
  const [code] = await once(child, 'close');
  return { code, log, errors };
}

test('starts with good settings, and ends in good order at SIGTERM', async () => {
  const { code, log } = await runMain(environment(), 'the worker takes slips');
  expect(code).toBe(0);
  expect(log).toContain('closing');
  expect(await world.db.asFleet((tx) => tx.worker.count())).toBe(0);
});

test('names every missing and malformed setting at once, never a value, and ends with 1', async () => {
  const { code, errors } = await runMain(
    environment({ DATABASE_URL: 'mysql://s3cret', ENTRA_CLIENT_ID: undefined, ENTRA_CLIENT_SECRET: undefined }),
  );
  expect(code).toBe(1);
  for (const name of ['DATABASE_URL', 'ENTRA_CLIENT_ID']) expect(errors).toContain(name);
  expect(errors).not.toContain('s3cret');
});

test.each([
  ['PostgreSQL', { DATABASE_URL: 'postgresql://u:s3cret@127.0.0.1:1/x' }, 'PostgreSQL does not answer'],
  ['Redis', { REDIS_URL: 'redis://u:s3cret@127.0.0.1:1' }, 'Redis does not answer at 127.0.0.1:1'],
  [
    'the certificate',
    { ENTRA_CLIENT_SECRET: undefined, ENTRA_CLIENT_CERTIFICATE_PATH: '/nowhere.pem' },
    'ENTRA_CLIENT_CERTIFICATE_PATH',
  ],
  ['the database of another installation', { ENTRA_CLIENT_ID: '00000000-0000-4000-8000-000000000009' }, 'database'],
])('says in one sentence that %s cannot be used, and ends with 1', async (_what, changes, sentence) => {
  const { code, errors } = await runMain(environment(changes));
  expect(code).toBe(1);
  expect(errors).toContain(sentence);
  expect(errors).not.toContain('s3cret');
  expect(errors).not.toContain('    at ');
});

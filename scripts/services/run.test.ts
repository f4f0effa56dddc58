import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { findProgram, run } from './run.ts';

afterEach(() => vi.unstubAllEnvs());

test('a program is found in PATH, in the order of the names, and only if it can be run', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tenantry-services-'));
  for (const name of ['second', 'third', 'plain']) await writeFile(join(folder, name), '');
  for (const name of ['second', 'third']) await chmod(join(folder, name), 0o755);
  vi.stubEnv('PATH', `/nowhere:${folder}`);
  expect(await findProgram('first', 'second', 'third')).toBe(join(folder, 'second'));
  expect(await findProgram('/nowhere/first', join(folder, 'third'))).toBe(join(folder, 'third'));
  expect(await findProgram('plain')).toBeNull();
  await rm(folder, { recursive: true });
});

test('a program that fails is told with what it wrote', async () => {
  await expect(run(process.execPath, ['-e', 'console.error("no luck"); process.exit(3)'])).rejects.toThrow(/failed: no luck/);
  expect(await run(process.execPath, ['-p', '1 + 1'])).toBe('2\n');
});

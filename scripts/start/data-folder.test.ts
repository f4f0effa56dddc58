import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { isDataFolder, openDataFolder } from './data-folder.ts';
import { removeDataFolder } from './fresh.ts';

const folder = mkdtempSync(join(tmpdir(), 'tenantry-data-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('makes secrets once, for the eyes of their owner only', () => {
  const first = openDataFolder(join(folder, 'one'));
  expect(new Set([first.secrets.appPassword, first.secrets.postgresPassword, first.secrets.sessionSecret]).size).toBe(3);
  first.secrets.apiKeys.database = 'key';
  first.saveSecrets();
  expect(openDataFolder(join(folder, 'one')).secrets).toEqual(first.secrets);
  expect(statSync(join(folder, 'one/secrets.json')).mode & 0o777).toBe(0o600);
});

it('is removed by --fresh only when a start has made it', async () => {
  const foreign = join(folder, 'foreign');
  mkdirSync(foreign);
  writeFileSync(join(foreign, 'thesis.txt'), 'years of work');
  await expect(removeDataFolder(foreign)).rejects.toThrow('holds something else');
  const ours = openDataFolder(join(folder, 'ours')).path;
  await removeDataFolder(ours);
  expect(isDataFolder(ours)).toBe(false);
  await expect(removeDataFolder(join(folder, 'nowhere'))).resolves.toBeUndefined();
});

it('says so when a file is in its place', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expect(() => openDataFolder(file)).toThrow('choose another with --data');
});

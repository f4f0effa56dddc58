import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

/** Every file that is loaded when this one is. */
function reachedFrom(file: string, reached = new Map<string, string>()): Map<string, string> {
  if (reached.has(file)) return reached;
  const source = readFileSync(file, 'utf8');
  reached.set(file, source);
  for (const [, target] of source.matchAll(/from '(\.[^']+)'/g)) reachedFrom(join(dirname(file), target ?? ''), reached);
  return reached;
}

test('the consent door reaches no code that could ask for an app-only token', () => {
  const reached = reachedFrom(join(import.meta.dirname, 'index.ts'));
  expect([...reached.keys()].some((file) => file.endsWith('/wire.ts'))).toBe(true);
  for (const [file, source] of reached) {
    expect(file).not.toMatch(/\/tokens\//);
    expect(source).not.toMatch(/client_credentials|acquireTokenByClientCredential/);
  }
});

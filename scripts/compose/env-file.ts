import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { portalSettings, workerSettings } from '@tenantry/runtime';

export interface Setting {
  name: string;
  value: string;
  /** The line above it, without its mark; null when there is none. */
  comment: string | null;
}

/** The settings of `.env.example`, in their order. Throws for a line that is neither a setting, a comment nor empty. */
export function readEnvExample(): Setting[] {
  const lines = readFileSync(join(import.meta.dirname, '../../.env.example'), 'utf8').split('\n');
  return lines.flatMap((line, index) => {
    if (line === '' || line.startsWith('# ')) return [];
    const [, name, value] = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new Error(`.env.example, line ${index + 1}, is no setting.`);
    const above = lines[index - 1] ?? '';
    return [{ name, value, comment: above.startsWith('# ') ? above.slice(2) : null }];
  });
}

/** Read by the migrations, which have no schema, and by docker-compose.yml. */
const readElsewhere = ['DATABASE_OWNER_URL', 'POSTGRES_PASSWORD', 'DATABASE_OWNER_PASSWORD', 'DATABASE_PASSWORD'];

/** What is wrong with `.env.example`, one sentence each: it must name and explain every setting that is read, once, and no other. */
export function envExampleProblems(settings = readEnvExample()): string[] {
  const read = new Set([...Object.keys(portalSettings.shape), ...Object.keys(workerSettings.shape), ...readElsewhere]);
  const named = settings.map(({ name }) => name);
  return [
    ...[...read].filter((name) => !named.includes(name)).map((name) => `.env.example: ${name} is missing`),
    ...named.filter((name) => !read.has(name)).map((name) => `.env.example: nothing reads ${name}`),
    ...named.filter((name, index) => named.indexOf(name) !== index).map((name) => `.env.example: ${name} stands there twice`),
    ...settings
      .filter(({ comment }) => comment === null)
      .map(({ name }) => `.env.example: nothing above ${name} says what it is`),
  ];
}

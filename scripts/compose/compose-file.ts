import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** What docker-compose.yml says of a service, as far as tests look at it. */
export interface Service {
  image: string;
  build?: string;
  command?: string[];
  working_dir?: string;
  environment?: Record<string, string>;
  depends_on?: Record<string, { condition: string }> | string[];
  healthcheck?: { test: string[] };
  restart?: string;
  profiles?: string[];
  ports?: string[];
  network_mode?: string;
  user?: string;
}

/**
 * Reads docker-compose.yml and puts values in for its variables, as Docker Compose does: `${NAME}`, `${NAME:-default}` and `${NAME:?message}`.
 *
 * @throws Error for a variable without a value, and for one that Compose would silently make empty
 */
export function readCompose(environment: Record<string, string>): { services: Record<string, Service>; variables: Set<string> } {
  const text = readFileSync(join(import.meta.dirname, '../../docker-compose.yml'), 'utf8');
  const variables = new Set<string>();
  const resolve = (value: string) =>
    value.replace(/\$\{([A-Z_0-9]+)(?::([-?])([^}]*))?\}/g, (_, name: string, kind?: string, rest = '') => {
      variables.add(name);
      if (environment[name]) return environment[name];
      if (kind === '-') return rest;
      throw new Error(`docker-compose.yml needs ${name}, which has no value`);
    });
  const walk = (node: unknown): unknown => {
    if (typeof node === 'string') return resolve(node);
    if (Array.isArray(node)) return node.map(walk);
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, walk(value)]));
  };
  const { services } = walk(parse(text, { merge: true })) as { services: Record<string, Service> };
  return { services, variables };
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a started product says about itself in `start.json`. */
export interface ProductFacts {
  portalUrl: string;
  emulatorUrl: string;
  apiKey: string;
  pids: Record<string, number>;
  operators: { username: string; role: string }[];
  tenants: { tenantId: string; name: string; adminUsername: string; userUsername: string }[];
  invitations: string[];
}

/** Tells the tests, which run in a process of their own, where the product keeps its data. */
export const dataFolderVariable = 'TENANTRY_E2E_DATA';

/** The folder of the product that the tests run against. Throws when there is none. */
export function dataFolderOfTests(): string {
  const folder = process.env[dataFolderVariable];
  if (folder === undefined) throw new Error('No product was started for these tests.');
  return folder;
}

export function readProductFacts(dataFolder: string): ProductFacts {
  return JSON.parse(readFileSync(join(dataFolder, 'start.json'), 'utf8')) as ProductFacts;
}

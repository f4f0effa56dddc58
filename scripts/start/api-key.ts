import type { Database } from '@tenantry/db';
import { createApiKey, findApiKey } from '@tenantry/domain';
import type { DataFolder } from './data-folder.ts';

/** The API key of an earlier start while the database knows it, else a new one, which is kept. */
export async function provideApiKey(db: Database, data: DataFolder, databaseName: string): Promise<string> {
  const { secrets, saveSecrets } = data;
  const now = new Date();
  const known = secrets.apiKeys[databaseName];
  if (known !== undefined && (await findApiKey(db, known, now)) !== null) return known;
  const actor = { kind: 'operator', id: 'npm-start', name: 'npm start' } as const;
  const { key } = await createApiKey(db, { name: 'npm start', scopes: ['read', 'run'], actor, expiresInDays: 365, now });
  secrets.apiKeys[databaseName] = key;
  saveSecrets();
  return key;
}

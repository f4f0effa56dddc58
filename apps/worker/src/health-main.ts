// Exits with 0 while a worker of this host is alive. For a container, whose host is its own: it has one worker.
import { hostname } from 'node:os';
import { createDatabase } from '@tenantry/db';
import { readOverview } from '@tenantry/domain';

const db = createDatabase({ url: process.env.DATABASE_URL ?? '', poolSize: 1, applicationName: 'tenantry-worker-health' });
try {
  const { workers } = await readOverview(db, new Date());
  process.exit(workers.some(({ host, alive }) => alive && host === hostname()) ? 0 : 1);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

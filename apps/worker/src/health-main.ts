// Exits with 0 while the worker of this host is alive and works. For a container, whose host is its own: it has one worker.
import { hostname } from 'node:os';
import { createDatabase } from '@tenantry/db';
import { findHealthProblem } from './health.ts';

const db = createDatabase({ url: process.env.DATABASE_URL ?? '', poolSize: 1, applicationName: 'tenantry-worker-health' });
try {
  const problem = await findHealthProblem(db, hostname(), new Date());
  if (problem !== null) console.error(problem);
  process.exit(problem === null ? 0 : 1);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

// Makes or updates the queue's own objects in PostgreSQL. Runs after the migrations of packages/db, which make the login.
import { migrateQueue } from './migrate-queue.ts';

const { DATABASE_OWNER_URL: ownerUrl = '', DATABASE_URL: appUrl = '' } = process.env;

const faults = Object.entries({ DATABASE_OWNER_URL: ownerUrl, DATABASE_URL: appUrl })
  .filter(([, value]) => !/^postgres(ql)?:\/\//.test(value))
  .map(([name, value]) => `${name} ${value === '' ? 'is missing' : 'is not a postgresql:// address'}`);
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}

try {
  await migrateQueue({ ownerUrl, appUrl });
} catch (error) {
  const gone = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT'].includes(String((error as NodeJS.ErrnoException).code));
  console.error(gone ? 'PostgreSQL does not answer: start it, or correct host and port in DATABASE_OWNER_URL.' : error);
  process.exit(1);
}

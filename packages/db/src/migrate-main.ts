import { DatabaseError } from './errors.ts';
import { migrate } from './migrate.ts';

const settings = ['DATABASE_OWNER_URL', 'DATABASE_URL', 'ENTRA_BASE_URL', 'ENTRA_CLIENT_ID'] as const;

/** What is wrong with a setting, or null. Values are never shown. */
function faultOf(name: (typeof settings)[number]): string | null {
  const value = process.env[name];
  if (!value) return 'is missing';
  if (name === 'ENTRA_CLIENT_ID') return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value) ? null : 'is not a GUID';
  const protocol = URL.parse(value)?.protocol;
  if (name === 'ENTRA_BASE_URL') return /^https?:$/.test(protocol ?? '') ? null : 'is not an http(s) address';
  return /^postgres(ql)?:$/.test(protocol ?? '') ? null : 'is not a postgresql:// address';
}

const faults = settings.flatMap((name) => (faultOf(name) ? [`${name} ${faultOf(name)}`] : []));
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}

const { DATABASE_OWNER_URL = '', DATABASE_URL = '', ENTRA_BASE_URL = '', ENTRA_CLIENT_ID = '' } = process.env;
try {
  const { applied } = await migrate({
    ownerUrl: DATABASE_OWNER_URL,
    appUrl: DATABASE_URL,
    signInHost: new URL(ENTRA_BASE_URL).host,
    directoryClientId: ENTRA_CLIENT_ID,
  });
  process.stdout.write(applied.length > 0 ? `Applied ${applied.join(', ')}.\n` : 'Nothing to migrate.\n');
  // The engine leaves a timer behind that would keep the process for ten seconds.
  process.exit(0);
} catch (error) {
  console.error(error instanceof DatabaseError && error.code !== 'migration-failed' ? error.message : error);
  process.exit(1);
}

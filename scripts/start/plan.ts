import { directoryRegistrationClientId, homeTenantId, signInRegistrationClientId } from '@tenantry/emulator';
import { portalSettings, readSettings, SettingsError, workerSettings } from '@tenantry/runtime';
import type { Flags } from './flags.ts';
import { StartError } from './start-error.ts';

type Environment = Record<string, string | undefined>;

/** What will be started, decided from flags and environment before anything runs. */
export interface Plan {
  /** `demo`: against the emulator, which is started too; `microsoft`: against what the settings name. */
  mode: 'demo' | 'microsoft';
  portalUrl: string;
  /** Null when no emulator is started. */
  emulatorUrl: string | null;
  /** Null: PostgreSQL is started too. */
  database: { url: string; ownerUrl: string } | null;
  redisUrl: string | null;
  /** All settings of portal and worker together but the database's; each process gets its own part. */
  settings: Record<string, string>;
}

const credentialNames = ['ENTRA_CLIENT_SECRET', 'ENTRA_CLIENT_CERTIFICATE_PATH', 'ENTRA_FEDERATED_TOKEN_FILE'];
const directoryNames = ['ENTRA_CLIENT_ID', ...credentialNames];
const loopback = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/;

/** The registrations that the emulator has from the beginning, and the tenant of its operators. */
const demoSettings = {
  ENTRA_CLIENT_ID: directoryRegistrationClientId,
  ENTRA_CLIENT_SECRET: 'demo-directory-secret',
  SIGNIN_CLIENT_ID: signInRegistrationClientId,
  SIGNIN_CLIENT_SECRET: 'demo-sign-in-secret',
  OPERATOR_TENANT_ID: homeTenantId,
};

/**
 * Decides between the demo and Microsoft: with a directory registration in the environment it is Microsoft, unless ENTRA_BASE_URL is this
 * machine, where only the emulator can be.
 *
 * @param sessionSecret used unless SESSION_SECRET is set
 * @throws StartError that lists every setting which is missing or wrong, by name
 */
export function planStart(flags: Flags, environment: Environment, sessionSecret: string): Plan {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value)) as Record<string, string>;
  const isMicrosoft = directoryNames.some((name) => given[name]) && !loopback.test(given.ENTRA_BASE_URL ?? '');
  const ownUrl = `http://localhost:${flags.port}`;
  const emulatorUrl = isMicrosoft ? null : `http://localhost:${flags.emulatorPort}`;
  const portalUrl = isMicrosoft ? (given.PUBLIC_URL ?? ownUrl) : ownUrl;
  const known = Object.fromEntries(Object.entries(given).filter(([name]) => settingNames.has(name)));
  const settings: Record<string, string> = { SESSION_SECRET: sessionSecret, ...known, PUBLIC_URL: portalUrl };
  if (emulatorUrl !== null) {
    for (const name of credentialNames.flatMap((name) => [name, `${name}_NEXT`])) delete settings[name];
    Object.assign(settings, demoSettings, { ENTRA_BASE_URL: emulatorUrl, GRAPH_BASE_URL: emulatorUrl });
  }
  const { DATABASE_URL: url, DATABASE_OWNER_URL: ownerUrl, REDIS_URL: redisUrl } = given;
  const problems = [
    ...(url && !ownerUrl ? ['DATABASE_OWNER_URL is not set, and the migrations need it beside DATABASE_URL'] : []),
  ];
  if (ownerUrl && !url) problems.push('DATABASE_URL is not set, and portal and worker need it beside DATABASE_OWNER_URL');
  problems.push(...problemsOf(settings));
  if (problems.length > 0) {
    const list = problems.map((problem) => `  - ${problem}`).join('\n');
    throw new StartError('These settings are missing or wrong:', `${list}\n\n.env.example describes each of them.`);
  }
  const database = url && ownerUrl ? { url, ownerUrl } : null;
  return { mode: isMicrosoft ? 'microsoft' : 'demo', portalUrl, emulatorUrl, database, redisUrl: redisUrl ?? null, settings };
}

const portalNames = Object.keys(portalSettings.shape).filter((name) => !/^ENTRA_(CLIENT_[SC]E|FEDERATED_)/.test(name));
const workerNames = Object.keys(workerSettings.shape);
const settingNames = new Set([...portalNames, ...workerNames]);

const pick = (from: Record<string, string>, names: string[]) =>
  Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));

/** The part of the settings that the portal may see: never the directory registration's credential. */
export const portalPart = (settings: Record<string, string>): Record<string, string> => pick(settings, portalNames);

/** The part of the settings that the worker needs. */
export const workerPart = (settings: Record<string, string>): Record<string, string> => pick(settings, workerNames);

function problemsOf(settings: Record<string, string>): string[] {
  // Where PostgreSQL is ours its address is not known yet.
  const complete = { DATABASE_URL: 'postgresql://localhost', ...settings };
  const problems = [
    [portalSettings, portalPart(complete)],
    [workerSettings, workerPart(complete)],
  ].flatMap(([schema, environment]) => {
    try {
      readSettings(schema as typeof workerSettings, environment as Environment);
      return [];
    } catch (error) {
      if (error instanceof SettingsError) return error.problems;
      throw error;
    }
  });
  return [...new Set(problems)];
}

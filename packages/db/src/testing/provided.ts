/** What the global setup of the integration tests (scripts/services/vitest-services.ts) started, and how to reach it. */
export interface ProvidedPostgres {
  /** As superuser, without the path that names the database. */
  ownerUrl: string;
  /** As the application's login, likewise. */
  appUrl: string;
  /** A migrated database that is only ever copied. */
  template: string;
}

/** What the template database was recorded as. */
export const testInstallation = { signInHost: 'localhost:4000', directoryClientId: 'd1000000-0000-4000-8000-00000000d1d1' };

declare module 'vitest' {
  interface ProvidedContext {
    postgres: ProvidedPostgres;
    redisUrl: string;
  }
}

/** Settings with which a portal could start, for tests: nothing of it is reached unless a test starts it. */
export const portalEnvironment = {
  PUBLIC_URL: 'https://portal.example.com',
  DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/nothing',
  ENTRA_BASE_URL: 'http://localhost:4000',
  GRAPH_BASE_URL: 'http://localhost:4000',
  ENTRA_CLIENT_ID: 'd1000000-0000-4000-8000-00000000d1d1',
  SIGNIN_CLIENT_ID: '51000000-0000-4000-8000-000000005151',
  SIGNIN_CLIENT_SECRET: 'demo-sign-in-secret',
  OPERATOR_TENANT_ID: 'aaaaaaaa-0000-4000-8000-000000000001',
  SESSION_SECRET: 'a secret of the tests that is long enough',
  LOG_LEVEL: 'fatal',
};

/** Sets the environment that `services()` reads at its first call in this test file. */
export function setPortalEnvironment(changes: Record<string, string> = {}): void {
  Object.assign(process.env, portalEnvironment, changes);
}

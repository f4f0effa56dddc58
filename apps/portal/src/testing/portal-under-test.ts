import { createTestDatabase, type TestDatabase } from '@tenantry/db/testing';
import { type Actor, createApiKey, createSession, type OperatorRole, permissionManifest } from '@tenantry/domain';
import { migrateQueue } from '@tenantry/jobs';
import { setSealedCookie } from '../server/cookies.ts';
import { services } from '../server/services.ts';
import { cookieHeader } from './cookie-header.ts';
import { portalEnvironment, setPortalEnvironment } from './portal-settings.ts';

const origin = portalEnvironment.PUBLIC_URL;
const maker: Actor = { kind: 'operator', id: '00000000-0000-4000-8000-00000000000a', name: 'Test' };

/** The portal's handlers on a database of their own, with some tenants and no worker. */
export interface PortalUnderTest {
  database: TestDatabase;
  /** Active ones, in the order of their names. */
  tenants: string[];
  /** A request of the API with a key that may do everything, or with other headers. */
  ask(path: string, headers?: Record<string, string>): Request;
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Request;
  /** The headers of a key that may only read. */
  reader: Record<string, string>;
  /** The headers of a page of ours that somebody with this role looks at. */
  ownPage(role: OperatorRole): Promise<Record<string, string>>;
  close(): Promise<void>;
}

export async function startPortalUnderTest(tenantCount: number): Promise<PortalUnderTest> {
  const database = await createTestDatabase();
  await migrateQueue({ ownerUrl: database.ownerUrl, appUrl: database.url });
  setPortalEnvironment({ DATABASE_URL: database.url });
  const db = database.database;
  const tenants = Array.from(
    { length: tenantCount },
    (_, index) => `c0000001-0000-4000-8000-${String(index + 1).padStart(12, '0')}`,
  );
  await db.asFleet(async (tx) => {
    await tx.tenant.createMany({ data: tenants.map((tenantId, index) => ({ tenantId, name: `Tenant ${index + 1}` })) });
    const grantedPermissions = permissionManifest.permissions.map(({ value }) => value);
    const connection = { state: 'active' as const, manifestVersion: permissionManifest.version, grantedPermissions };
    await tx.connection.createMany({ data: tenants.map((tenantId) => ({ tenantId, ...connection })) });
  });
  const now = new Date();
  const keyOf = async (scopes: ('read' | 'run')[]) => {
    const { key } = await createApiKey(db, { name: scopes.join(), scopes, actor: maker, expiresInDays: 1, now });
    return { authorization: `Bearer ${key}` };
  };
  const reader = await keyOf(['read']);
  const runner = await keyOf(['read', 'run']);
  return {
    database,
    tenants,
    reader,
    ask: (path, headers = runner) => new Request(`${origin}${path}`, { headers }),
    send: (method, path, body = {}, headers = runner) =>
      new Request(`${origin}${path}`, {
        method,
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      }),
    async ownPage(role) {
      const person = { oid: crypto.randomUUID(), name: role, username: `${role}@example.com`, role };
      const { id } = await createSession(db, {
        kind: 'operator',
        tenantId: portalEnvironment.OPERATOR_TENANT_ID,
        ...person,
        wids: null,
        loginHint: null,
        authenticatedAt: now,
        lifetimeMs: 3_600_000,
        now,
      });
      const cookie = cookieHeader([await setSealedCookie('operatorSession', { sessionId: id }, 3600)]);
      return { cookie, origin, 'sec-fetch-site': 'same-origin' };
    },
    async close() {
      await services().close();
      await database.drop();
    },
  };
}

/** What Next hands to a handler besides the request. */
export function at<Names extends Record<string, string>>(params: Names): { params: Promise<Names> } {
  return { params: Promise.resolve(params) };
}

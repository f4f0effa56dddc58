import { randomUUID } from 'node:crypto';
import type { Database } from '@tenantry/db';

export type OperatorRole = 'Viewer' | 'Operator' | 'Admin';

export interface SessionRow {
  id: string;
  kind: 'operator' | 'tenant_admin';
  tenantId: string;
  oid: string;
  name: string;
  username: string;
  role: OperatorRole | null;
  /** Directory role template ids; null when the id token did not say. */
  wids: string[] | null;
  loginHint: string | null;
  signedInAt: Date;
  expiresAt: Date;
}

/** Begins a session after a sign-in. A sign-in always makes a new one; two are never merged. */
export async function createSession(
  db: Database,
  person: Omit<SessionRow, 'id' | 'signedInAt' | 'expiresAt'> & { authenticatedAt: Date; lifetimeMs: number; now: Date },
): Promise<{ id: string }> {
  const id = randomUUID();
  await db.asFleet((tx) =>
    tx.session.create({
      data: {
        id,
        kind: person.kind,
        tenantId: person.tenantId,
        oid: person.oid,
        name: person.name,
        username: person.username,
        role: person.role,
        wids: person.wids ?? [],
        widsKnown: person.wids !== null,
        loginHint: person.loginHint,
        signedInAt: person.authenticatedAt,
        expiresAt: new Date(person.now.getTime() + person.lifetimeMs),
      },
    }),
  );
  return { id };
}

/** The session of that id, or null when it ended, expired or never was. */
export async function findSession(db: Database, id: string, now: Date): Promise<SessionRow | null> {
  const row = await db.asFleet((tx) => tx.session.findUnique({ where: { id, expiresAt: { gt: now } } }));
  if (row === null) return null;
  const { wids, widsKnown, role, ...rest } = row;
  return { ...rest, role: role as OperatorRole | null, wids: widsKnown ? wids : null };
}

/** Ends a session; pages, API and event streams that rest on it end with it. */
export async function endSession(db: Database, id: string): Promise<void> {
  await db.asFleet((tx) => tx.session.deleteMany({ where: { id } }));
}

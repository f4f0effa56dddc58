import { randomBytes, randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { EmulatorEnv } from '../world/request-log.ts';
import type { Account, Tenant, World } from '../world/world.ts';

const cookieName = 'emulator_sign_in';
const sessionLifeMs = 60 * 60_000;

/** A browser in which a person is signed in at their home tenant; it serves every tenant where that person is a member or guest. */
export interface BrowserSession {
  /** Public id, the `sid` claim. */
  readonly sessionId: string;
  readonly username: string;
  readonly homeTenantId: string;
  readonly authenticatedAt: Date;
  readonly expiresAt: Date;
}

/** The session of this browser, if it still holds. */
export function currentSession(world: World, c: Context<EmulatorEnv>): BrowserSession | null {
  const secret = getCookie(c, cookieName);
  const session = secret === undefined ? undefined : world.sessions.get(secret);
  return session && session.expiresAt > world.clock.now() ? session : null;
}

/** Signs the person in, in place of whoever was, and sets the cookie. */
export function startSession(world: World, c: Context<EmulatorEnv>, account: Account): BrowserSession {
  endSession(world, c);
  const now = world.clock.now();
  for (const [secret, old] of world.sessions) {
    if (old.expiresAt > now) break;
    world.sessions.delete(secret);
  }
  const secret = randomBytes(32).toString('base64url');
  const session: BrowserSession = {
    sessionId: randomUUID(),
    username: account.username,
    homeTenantId: account.homeTenantId,
    authenticatedAt: now,
    expiresAt: new Date(now.getTime() + sessionLifeMs),
  };
  world.sessions.set(secret, session);
  setCookie(c, cookieName, secret, { path: '/', httpOnly: true, sameSite: 'Lax' });
  return session;
}

/** Signs this browser out. */
export function endSession(world: World, c: Context<EmulatorEnv>): void {
  const secret = getCookie(c, cookieName);
  if (secret === undefined) return;
  world.sessions.delete(secret);
  deleteCookie(c, cookieName, { path: '/' });
}

/** The account the signed-in person has in a tenant, as a member or as a guest. */
export function accountOfSession(session: BrowserSession, tenant: Tenant): Account | null {
  const isPerson = (account: Account) => account.username === session.username && account.homeTenantId === session.homeTenantId;
  return tenant.accounts.find(isPerson) ?? null;
}

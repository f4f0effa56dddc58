import type { Account, Tenant, World } from '../world/world.ts';
import type { AuthorizeRequest } from './authorize-request.ts';
import { accountOfSession, type BrowserSession } from './browser-session.ts';
import { usernameOfHint } from './id-token.ts';

/** Whom the browser's session can sign in without asking: fits the tenant, the hint, and is fresh enough for `max_age`. */
export function silentPerson(
  world: World,
  request: AuthorizeRequest,
  session: BrowserSession,
): { tenant: Tenant; account: Account } | null {
  if (!isFreshEnough(world, request, session)) return null;
  if (request.loginHint !== null && usernameOfHint(request.loginHint).toLowerCase() !== session.username.toLowerCase())
    return null;
  const tenant = request.segment.kind === 'tenant' ? request.segment.tenant : world.tenants.get(session.homeTenantId);
  const account = tenant && !tenant.deleted ? accountOfSession(session, tenant) : null;
  return tenant && account ? { tenant, account } : null;
}

/** Whether the session satisfies `prompt` and `max_age` of a request. (OpenID Connect Core, 3.1.2.1) */
export function isFreshEnough(world: World, request: AuthorizeRequest, session: BrowserSession): boolean {
  if (request.prompt === 'login') return false;
  const ageMs = world.clock.nowMs() - session.authenticatedAt.getTime();
  return request.maxAgeSeconds === null || ageMs <= request.maxAgeSeconds * 1000;
}

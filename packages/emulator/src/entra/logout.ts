import type { Context } from 'hono';
import { signedOutPage } from '../pages/signed-out-page.ts';
import type { EmulatorEnv } from '../world/request-log.ts';
import type { World } from '../world/world.ts';
import { currentSession, endSession } from './browser-session.ts';
import { isRegisteredRedirect } from './redirect-uri.ts';
import { refusals } from './refusal.ts';
import { refusalPage } from './refusal-answer.ts';
import { readTenantSegment } from './tenant-segment.ts';

/** `GET /{tenant}/oauth2/v2.0/logout`: only an address registered as a redirect URI is returned to. (v2-protocols-oidc.md, sign-out request) */
export function logoutEndpoint(world: World, c: Context<EmulatorEnv>): Response | Promise<Response> {
  const note = c.get('note');
  note.kind = 'logout';
  const text = c.req.param('tenant') ?? '';
  const segment = readTenantSegment(world, text);
  if (segment.kind === 'unknown') return refusalPage(world, c, refusals.tenantNotFound(text));
  note.tenantId = segment.kind === 'tenant' ? segment.tenant.tenantId : (currentSession(world, c)?.homeTenantId ?? null);
  endSession(world, c);
  const target = c.req.query('post_logout_redirect_uri');
  const isRegistered =
    target !== undefined && world.registrations.values().some(({ redirectUris }) => isRegisteredRedirect(redirectUris, target));
  if (!isRegistered) return c.html(signedOutPage());
  const url = new URL(target);
  const state = c.req.query('state');
  if (state !== undefined) url.searchParams.append('state', state);
  return c.redirect(url.href, 302);
}

import type { Context } from 'hono';
import { formPostPage } from '../pages/form-post-page.ts';
import type { EmulatorEnv } from '../world/request-log.ts';
import type { World } from '../world/world.ts';
import type { AdminConsentRequest } from './admin-consent-request.ts';
import type { ReturnAddress } from './authorize-request.ts';
import type { Refusal } from './refusal.ts';
import { stampRefusal } from './refusal-answer.ts';

type Answer = Record<string, string | null>;

/** `redirectUri` with the answer in its query; what the registered URI had there stays. */
function withQuery(redirectUri: string, answer: Answer): string {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(answer)) if (value !== null) url.searchParams.append(name, value);
  return url.href;
}

/** Sends the browser back with the answer of a sign-in, in the response mode the app asked for. */
export function returnToApp(c: Context<EmulatorEnv>, to: ReturnAddress, answer: Answer): Response | Promise<Response> {
  const full: Answer = { ...answer, state: to.state };
  if (to.responseMode === 'form_post') return c.html(formPostPage(to.redirectUri, full));
  if (to.responseMode === 'query') return c.redirect(withQuery(to.redirectUri, full), 302);
  const url = new URL(to.redirectUri);
  url.hash = new URL(withQuery('http://localhost', full)).search.slice(1);
  return c.redirect(url.href, 302);
}

/** Sends the browser back with an error of a sign-in. */
export function returnRefusal(
  world: World,
  c: Context<EmulatorEnv>,
  to: ReturnAddress,
  refusal: Refusal,
  more: Answer = {},
): Response | Promise<Response> {
  const stamped = stampRefusal(world, c, refusal);
  const error_uri = `${world.baseUrl}/error?code=${stamped.aadsts}`;
  return returnToApp(c, to, { error: stamped.error, error_description: stamped.description, error_uri, ...more });
}

/** The success redirect of admin consent. (v2-admin-consent.md: `True` with a capital T, the tenant's GUID even if a domain was asked for) */
export function returnAdminConsent(
  c: Context<EmulatorEnv>,
  request: AdminConsentRequest & { redirectUri: string },
  tenantId: string,
): Response {
  const scope = request.version === 2 ? request.scope : null;
  return c.redirect(
    withQuery(request.redirectUri, { admin_consent: 'True', tenant: tenantId, scope, state: request.state }),
    302,
  );
}

/** The error redirect of admin consent, which carries `admin_consent=True` too. (v2-admin-consent.md, error response) */
export function returnAdminConsentRefusal(
  world: World,
  c: Context<EmulatorEnv>,
  to: { redirectUri: string; state: string | null },
  refusal: Refusal,
): Response {
  const { error, description } = stampRefusal(world, c, refusal);
  const error_uri = `${world.baseUrl}/error?code=${refusal.aadsts}`;
  const answer = { admin_consent: 'True', error, error_description: description, error_uri, state: to.state };
  return c.redirect(withQuery(to.redirectUri, answer), 302);
}

/** v1 tells a decline in its own words, without state. (v2-oauth2-client-creds-grant-flow.md, error response) */
export function returnAdminConsentV1Decline(c: Context<EmulatorEnv>, redirectUri: string): Response {
  const answer = { error: 'permission_denied', error_description: 'The admin canceled the request' };
  return c.redirect(withQuery(redirectUri, answer), 302);
}

/** The person turned back before choosing an account. */
export function returnCancelled(c: Context<EmulatorEnv>, to: ReturnAddress): Response | Promise<Response> {
  return returnToApp(c, to, { error: 'access_denied', error_subcode: 'cancel' });
}

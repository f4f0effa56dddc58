import type { Context } from 'hono';
import type { EmulatorEnv } from '../world/request-log.ts';
import type { Account, Tenant, World } from '../world/world.ts';
import { issueCode } from './authorization-code.ts';
import type { AuthorizeRequest } from './authorize-request.ts';
import { mayConsentForTenant } from './directory-roles.ts';
import { type ChosenPerson, closeInteraction, type WaitingSignIn } from './interaction.ts';
import { refusals } from './refusal.ts';
import { refusalPage } from './refusal-answer.ts';
import { returnToApp } from './return-to-app.ts';

/** Whether the person must be asked before being signed in to the app. */
export const needsConsent = (tenant: Tenant, request: AuthorizeRequest): boolean =>
  request.prompt === 'consent' || tenant.servicePrincipals.get(request.registration.clientId)?.signInConsented !== true;

/** After a person was found: refused, asked to consent, or sent back with a code. */
export function continueSignIn(
  world: World,
  c: Context<EmulatorEnv>,
  interaction: WaitingSignIn,
  tenant: Tenant,
  person: ChosenPerson,
): Response | Promise<Response> {
  const { request } = interaction;
  c.get('note').tenantId = tenant.tenantId;
  const { clientId, displayName } = request.registration;
  if (tenant.servicePrincipals.get(clientId)?.accountEnabled === false) {
    return refusalPage(world, c, refusals.appDisabled(clientId, displayName));
  }
  interaction.person = person;
  if (needsConsent(tenant, request)) return c.redirect(`/consent/${interaction.id}`, 303);
  closeInteraction(world, interaction);
  return returnCode(world, c, request, person);
}

/** Whether this person may agree to being signed in to the app. (configure-user-consent.md) */
export const maySignIn = (tenant: Tenant, account: Account): boolean =>
  tenant.userConsentAllowed || mayConsentForTenant(account, false);

/** Sends the browser back with a fresh code. */
export function returnCode(
  world: World,
  c: Context<EmulatorEnv>,
  request: AuthorizeRequest,
  person: ChosenPerson,
): Response | Promise<Response> {
  const { registration, redirectUri, scopes, nonce, codeChallenge } = request;
  const { tenantId, oid, sessionId, authenticatedAt } = person;
  const given = { redirectUri, scopes, nonce, codeChallenge, tenantId, oid, sessionId, authenticatedAt };
  const code = issueCode(world, { clientId: registration.clientId, ...given });
  c.get('note').detail = 'code issued';
  return returnToApp(c, request, { code, session_state: sessionId });
}

import type { Context } from 'hono';
import { consentPage } from '../pages/consent-page.ts';
import { needApprovalPage } from '../pages/need-approval-page.ts';
import { thanksPage } from '../pages/thanks-page.ts';
import type { EmulatorEnv } from '../world/request-log.ts';
import type { Account, Tenant, World } from '../world/world.ts';
import { mayConsentForTenant } from './directory-roles.ts';
import { ensureServicePrincipal, grantWholeList } from './grant.ts';
import { applicationPermissions, delegatedPermissions, openIdScopes } from './graph-permissions.ts';
import { type ChosenPerson, closeInteraction, type WaitingAdminConsent } from './interaction.ts';
import { refusals } from './refusal.ts';
import { refusalPage, stampRefusal } from './refusal-answer.ts';
import { returnAdminConsent, returnAdminConsentRefusal, returnAdminConsentV1Decline } from './return-to-app.ts';
import { showPicker } from './show-picker.ts';

interface Person {
  tenant: Tenant;
  account: Account;
}

/** After a person was found: the consent page, or "Need admin approval". */
export function continueAdminConsent(
  world: World,
  c: Context<EmulatorEnv>,
  interaction: WaitingAdminConsent,
  { tenant, account }: Person,
  person: ChosenPerson,
): Response | Promise<Response> {
  c.get('note').tenantId = tenant.tenantId;
  const { registration, wholeList, redirectUri } = interaction.request;
  if (registration.signInAudience === 'AzureADMyOrg' && tenant.tenantId !== registration.homeTenantId) {
    return refusalPage(world, c, refusals.appNotFound(registration.clientId, tenant.name));
  }
  interaction.person = person;
  if (mayConsentForTenant(account, wholeList)) return c.redirect(`/consent/${interaction.id}`, 303);
  const refusal = stampRefusal(world, c, refusals.adminApprovalNeeded(registration.displayName));
  return c.html(
    needApprovalPage({
      interactionId: interaction.id,
      registration,
      username: account.username,
      refusal,
      canTurnBack: redirectUri !== null,
    }),
    403,
  );
}

/** The page that lists what the app wants from the whole organisation. (application-consent-experience.md) */
export function showAdminConsent(
  c: Context<EmulatorEnv>,
  interaction: WaitingAdminConsent,
  { tenant, account }: Person,
): Response | Promise<Response> {
  const { registration, wholeList, delegated, openId } = interaction.request;
  const permissions = [
    ...(wholeList ? registration.requiredAppRoles.flatMap((value) => applicationPermissions[value] ?? []) : []),
    ...delegated.flatMap((value) => delegatedPermissions[value] ?? []),
    ...openId.flatMap((value) => openIdScopes[value] ?? []),
  ];
  return c.html(
    consentPage({
      interactionId: interaction.id,
      registration,
      username: account.username,
      tenantName: tenant.name,
      permissions,
      forTenant: true,
    }),
  );
}

/** Accept: the service principal and exactly the registration's list. */
export function acceptAdminConsent(
  world: World,
  c: Context<EmulatorEnv>,
  interaction: WaitingAdminConsent,
  { tenant }: Person,
): Response | Promise<Response> {
  const { request } = interaction;
  const { registration, redirectUri } = request;
  closeInteraction(world, interaction);
  c.get('note').detail = 'accepted';
  if (request.wholeList) grantWholeList(world, tenant, registration);
  else ensureServicePrincipal(world, tenant, registration.clientId).signInConsented = true;
  if (redirectUri === null) return c.html(thanksPage(registration.displayName, tenant.name));
  return returnAdminConsent(c, { ...request, redirectUri }, tenant.tenantId);
}

/** Cancel, or back from "Need admin approval": nothing changes and the app is told. */
export function declineAdminConsent(
  world: World,
  c: Context<EmulatorEnv>,
  interaction: WaitingAdminConsent,
  person: Person,
): Response | Promise<Response> {
  const { redirectUri, state, version, registration, wholeList } = interaction.request;
  if (redirectUri === null) return showPicker(world, c, interaction);
  closeInteraction(world, interaction);
  const lacksRole = !mayConsentForTenant(person.account, wholeList);
  const refusal = lacksRole ? refusals.adminApprovalNeeded(registration.displayName) : refusals.declined();
  const answer =
    version === 1 && !lacksRole
      ? returnAdminConsentV1Decline(c, redirectUri)
      : returnAdminConsentRefusal(world, c, { redirectUri, state }, refusal);
  c.get('note').detail = 'declined';
  return answer;
}

import type { Context } from 'hono';
import { consentPage } from '../pages/consent-page.ts';
import { needApprovalPage } from '../pages/need-approval-page.ts';
import type { EmulatorEnv } from '../world/request-log.ts';
import type { Account, Tenant, World } from '../world/world.ts';
import { acceptAdminConsent, declineAdminConsent, showAdminConsent } from './admin-consent-decision.ts';
import { mayConsentForTenant } from './directory-roles.ts';
import { maySignIn, returnCode } from './finish-sign-in.ts';
import { ensureServicePrincipal } from './grant.ts';
import { openIdScopes } from './graph-permissions.ts';
import { type ChosenPerson, closeInteraction, findInteraction, type Interaction } from './interaction.ts';
import { refusals } from './refusal.ts';
import { refusalPage, stampRefusal } from './refusal-answer.ts';
import { returnRefusal } from './return-to-app.ts';

interface Ready {
  interaction: Interaction;
  person: ChosenPerson;
  tenant: Tenant;
  account: Account;
}

/** The waiting request together with the person who was chosen, if all of it still exists. */
function readyInteraction(world: World, c: Context<EmulatorEnv>): Ready | null {
  const interaction = findInteraction(world, c.req.param('id') ?? '');
  const person = interaction?.person;
  const tenant = person ? world.tenants.get(person.tenantId) : undefined;
  const account = tenant?.accounts.find(({ oid }) => oid === person?.oid);
  if (!interaction || !person || !tenant || !account) return null;
  const note = c.get('note');
  note.kind = interaction.kind;
  note.tenantId = tenant.tenantId;
  note.clientId = interaction.request.registration.clientId;
  return { interaction, person, tenant, account };
}

/** `GET /consent/{id}`: what the app asks for. */
export function consentPageEndpoint(world: World, c: Context<EmulatorEnv>): Response | Promise<Response> {
  const ready = readyInteraction(world, c);
  if (!ready) return refusalPage(world, c, refusals.flowExpired());
  const { interaction, tenant, account } = ready;
  if (interaction.kind === 'adminconsent') return showAdminConsent(c, interaction, { tenant, account });
  const { registration, scopes } = interaction.request;
  const page = { interactionId: interaction.id, registration, username: account.username };
  if (!maySignIn(tenant, account)) {
    const refusal = stampRefusal(world, c, refusals.adminApprovalNeeded(registration.displayName));
    return c.html(needApprovalPage({ ...page, refusal, canTurnBack: true }), 403);
  }
  const permissions = scopes.flatMap((scope) => openIdScopes[scope] ?? []);
  return c.html(consentPage({ ...page, tenantName: tenant.name, permissions, forTenant: false }));
}

/** `POST /consent/{id}`: `decision` is `accept` or `cancel`. */
export async function consentEndpoint(world: World, c: Context<EmulatorEnv>): Promise<Response> {
  const ready = readyInteraction(world, c);
  if (!ready) return refusalPage(world, c, refusals.flowExpired());
  const { interaction, person, tenant, account } = ready;
  const accepts = new URLSearchParams(await c.req.text()).get('decision') === 'accept';
  if (interaction.kind === 'adminconsent') {
    const may = mayConsentForTenant(account, interaction.request.wholeList);
    return accepts && may
      ? acceptAdminConsent(world, c, interaction, { tenant, account })
      : declineAdminConsent(world, c, interaction, { tenant, account });
  }
  closeInteraction(world, interaction);
  const { request } = interaction;
  if (!accepts || !maySignIn(tenant, account)) {
    const refusal = accepts ? refusals.adminApprovalNeeded(request.registration.displayName) : refusals.declined();
    return returnRefusal(world, c, request, { ...refusal, error: 'access_denied' });
  }
  ensureServicePrincipal(world, tenant, request.registration.clientId).signInConsented = true;
  return returnCode(world, c, request, person);
}

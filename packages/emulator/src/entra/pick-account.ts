import type { Context } from 'hono';
import type { EmulatorEnv } from '../world/request-log.ts';
import type { Account, Tenant, World } from '../world/world.ts';
import { continueAdminConsent } from './admin-consent-decision.ts';
import { accountOfSession, type BrowserSession, startSession } from './browser-session.ts';
import { continueSignIn } from './finish-sign-in.ts';
import { closeInteraction, findInteraction, type Interaction } from './interaction.ts';
import { isKnownUsername, personAt, personalAccount, personNamed } from './people.ts';
import { refusals } from './refusal.ts';
import { refusalPage } from './refusal-answer.ts';
import { returnCancelled } from './return-to-app.ts';
import { reusableSession, showPicker } from './show-picker.ts';

/** `POST /sign-in/{id}`: an account was chosen (`oid`), kept (`stay`) or named (`username`), or the person turns back (`decision=cancel`). */
export async function pickEndpoint(world: World, c: Context<EmulatorEnv>): Promise<Response> {
  const note = c.get('note');
  const interaction = findInteraction(world, c.req.param('id') ?? '');
  if (!interaction) return refusalPage(world, c, refusals.flowExpired());
  const { segment, registration } = interaction.request;
  note.kind = interaction.kind;
  note.clientId = registration.clientId;
  if (segment.kind === 'tenant') note.tenantId = segment.tenant.tenantId;
  const form = new URLSearchParams(await c.req.text());

  if (form.get('decision') === 'cancel') return turnBack(world, c, interaction);
  const tenantName = segment.kind === 'tenant' ? segment.tenant.name : 'organizations';
  const stay = form.has('stay') ? reusableSession(world, c, interaction) : null;
  if (stay) {
    const tenant = segment.kind === 'tenant' ? segment.tenant : world.tenants.get(stay.homeTenantId);
    const account = tenant ? accountOfSession(stay, tenant) : null;
    if (!tenant || !account) return refusalPage(world, c, refusals.foreignAccount(stay.username, tenantName));
    return goOn(world, c, interaction, { tenant, account }, stay);
  }
  const username = form.get('username')?.trim() ?? '';
  const oid = form.get('oid') ?? '';
  if (oid === personalAccount.oid || username.toLowerCase() === personalAccount.username) {
    const { username: name } = personalAccount;
    return refusalPage(
      world,
      c,
      interaction.kind === 'adminconsent' ? refusals.personalAccountConsent() : refusals.personalAccount(name),
    );
  }
  const found = oid === '' ? personNamed(world, segment, username) : personAt(world, segment, oid);
  if (!found) {
    const isForeign = username !== '' && isKnownUsername(world, username);
    const refusal = isForeign
      ? refusals.foreignAccount(username, tenantName)
      : refusals.accountNotFound(username || oid, tenantName);
    return refusalPage(world, c, refusal);
  }
  return goOn(world, c, interaction, found, startSession(world, c, found.account));
}

function turnBack(world: World, c: Context<EmulatorEnv>, interaction: Interaction): Response | Promise<Response> {
  c.get('note').detail = 'cancelled on the account picker';
  const { redirectUri, state } = interaction.request;
  if (redirectUri === null) return showPicker(world, c, interaction);
  closeInteraction(world, interaction);
  const responseMode = interaction.kind === 'authorize' ? interaction.request.responseMode : 'query';
  return returnCancelled(c, { redirectUri, state, responseMode });
}

function goOn(
  world: World,
  c: Context<EmulatorEnv>,
  interaction: Interaction,
  found: { tenant: Tenant; account: Account },
  session: BrowserSession,
): Response | Promise<Response> {
  const { sessionId, authenticatedAt } = session;
  const person = { tenantId: found.tenant.tenantId, oid: found.account.oid, sessionId, authenticatedAt };
  c.get('note').detail = `signed in as ${found.account.username}`;
  return interaction.kind === 'authorize'
    ? continueSignIn(world, c, interaction, found.tenant, person)
    : continueAdminConsent(world, c, interaction, found, person);
}

import type { Context } from 'hono';
import { faultResponse } from '../faults/fault-response.ts';
import { nextFault } from '../faults/faults.ts';
import type { EmulatorEnv } from '../world/request-log.ts';
import type { Account, Tenant, World } from '../world/world.ts';
import { checkAuthorize } from './authorize-request.ts';
import { type BrowserSession, currentSession } from './browser-session.ts';
import { continueSignIn, needsConsent, returnCode } from './finish-sign-in.ts';
import { type ChosenPerson, openInteraction, type WaitingSignIn } from './interaction.ts';
import { askedForByFault, refusals } from './refusal.ts';
import { refusalPage } from './refusal-answer.ts';
import { returnRefusal } from './return-to-app.ts';
import { showPicker } from './show-picker.ts';
import { silentPerson } from './silent-sign-in.ts';

/** `GET` or `POST /{tenant}/oauth2/v2.0/authorize`. */
export async function authorizeEndpoint(world: World, c: Context<EmulatorEnv>): Promise<Response> {
  const note = c.get('note');
  note.kind = 'authorize';
  const query = c.req.method === 'POST' ? new URLSearchParams(await c.req.text()) : new URL(c.req.url).searchParams;
  note.clientId = query.get('client_id');
  const checked = checkAuthorize(world, c.req.param('tenant') ?? '', query);
  if (checked.kind === 'page') return refusalPage(world, c, checked.refusal);
  if (checked.kind === 'redirect') return returnRefusal(world, c, checked.to, checked.refusal);
  const { request } = checked;
  if (request.segment.kind === 'tenant') note.tenantId = request.segment.tenant.tenantId;

  const fault = nextFault(world, { target: 'authorize', tenantId: note.tenantId, path: c.req.path });
  if (fault?.kind === 'entra-error') return returnRefusal(world, c, request, askedForByFault(fault));
  if (fault) return faultResponse(c, fault);

  const session = currentSession(world, c);
  const silent = session === null ? null : silentPerson(world, request, session);
  if (request.prompt === 'none') {
    if (session === null || silent === null) return returnRefusal(world, c, request, refusals.notSignedIn());
    if (needsConsent(silent.tenant, request)) {
      const { clientId, displayName } = request.registration;
      return returnRefusal(world, c, request, refusals.consentRequired(clientId, displayName));
    }
    return returnCode(world, c, request, chosen(silent, session));
  }
  const interaction = openInteraction<WaitingSignIn>(world, { kind: 'authorize', request });
  if (session !== null && silent !== null && (request.prompt === null || request.prompt === 'consent')) {
    return continueSignIn(world, c, interaction, silent.tenant, chosen(silent, session));
  }
  return showPicker(world, c, interaction);
}

const chosen = (person: { tenant: Tenant; account: Account }, session: BrowserSession): ChosenPerson => ({
  tenantId: person.tenant.tenantId,
  oid: person.account.oid,
  sessionId: session.sessionId,
  authenticatedAt: session.authenticatedAt,
});

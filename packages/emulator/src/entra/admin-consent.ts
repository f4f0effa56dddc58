import type { Context } from 'hono';
import { faultResponse } from '../faults/fault-response.ts';
import { nextFault } from '../faults/faults.ts';
import type { EmulatorEnv } from '../world/request-log.ts';
import type { World } from '../world/world.ts';
import { checkAdminConsent } from './admin-consent-request.ts';
import { openInteraction, type WaitingAdminConsent } from './interaction.ts';
import { askedForByFault } from './refusal.ts';
import { refusalPage } from './refusal-answer.ts';
import { returnAdminConsentRefusal } from './return-to-app.ts';
import { showPicker } from './show-picker.ts';

/** `GET /{tenant}/v2.0/adminconsent` and `GET /{tenant}/adminconsent`. */
export function adminConsentEndpoint(world: World, c: Context<EmulatorEnv>, version: 1 | 2): Response | Promise<Response> {
  const note = c.get('note');
  note.kind = 'adminconsent';
  const query = new URL(c.req.url).searchParams;
  note.clientId = query.get('client_id');
  const checked = checkAdminConsent(world, version, c.req.param('tenant') ?? '', query);
  if (checked.kind === 'page') return refusalPage(world, c, checked.refusal);
  if (checked.kind === 'redirect') return returnAdminConsentRefusal(world, c, checked, checked.refusal);
  const { request } = checked;
  if (request.segment.kind === 'tenant') note.tenantId = request.segment.tenant.tenantId;

  const fault = nextFault(world, { target: 'adminconsent', tenantId: note.tenantId, path: c.req.path });
  if (fault?.kind === 'entra-error' && request.redirectUri !== null) {
    const { redirectUri, state } = request;
    return returnAdminConsentRefusal(world, c, { redirectUri, state }, askedForByFault(fault));
  }
  if (fault) return faultResponse(c, fault);
  return showPicker(world, c, openInteraction<WaitingAdminConsent>(world, { kind: 'adminconsent', request }));
}

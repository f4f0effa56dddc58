import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { faultResponse } from '../faults/fault-response.ts';
import { nextFault } from '../faults/faults.ts';
import type { EmulatorEnv } from '../world/request-log.ts';
import type { World } from '../world/world.ts';
import { grantAuthorizationCode } from './authorization-code-grant.ts';
import { authenticateClient, readPresentedClient } from './client-authentication.ts';
import { grantClientCredentials } from './client-credentials-grant.ts';
import { askedForByFault, type Refusal, refusals } from './refusal.ts';
import { correlationIdOf, refusalJson } from './refusal-answer.ts';
import { readTenantSegment } from './tenant-segment.ts';

/** `POST /{tenant}/oauth2/v2.0/token`. Fields it does not know are ignored. */
export async function tokenEndpoint(world: World, c: Context<EmulatorEnv>): Promise<Response> {
  const note = c.get('note');
  note.kind = 'token';
  c.header('x-ms-request-id', randomUUID());
  c.header('client-request-id', correlationIdOf(c));
  c.header('Cache-Control', 'no-store, no-cache');
  c.header('Pragma', 'no-cache');
  const refuse = (refusal: Refusal) => refusalJson(world, c, refusal);

  const form = new URLSearchParams(await c.req.text());
  const grantType = form.get('grant_type');
  if (grantType === 'authorization_code') note.kind = 'code';
  const text = c.req.param('tenant') ?? '';
  const segment = readTenantSegment(world, text);
  if (segment.kind === 'tenant') note.tenantId = segment.tenant.tenantId;
  const presented = readPresentedClient(form, c.req.header('authorization'));
  note.clientId = presented.clientId;

  const fault = nextFault(world, { target: 'token', tenantId: note.tenantId, path: c.req.path });
  if (fault?.kind === 'entra-error') return refuse(askedForByFault(fault));
  if (fault) return faultResponse(c, fault);

  if (segment.kind === 'unknown') return refuse(refusals.tenantNotFound(text));
  if (!grantType) return refuse(refusals.missingParameter('grant_type'));
  if (grantType !== 'client_credentials' && grantType !== 'authorization_code')
    return refuse(refusals.grantTypeNotSupported(grantType));
  if (!presented.clientId) return refuse(refusals.missingParameter('client_id'));
  const registration = world.registrations.get(presented.clientId.toLowerCase());
  const isForeign = segment.kind === 'tenant' && segment.tenant.tenantId !== registration?.homeTenantId;
  if (!registration || (registration.signInAudience === 'AzureADMyOrg' && isForeign)) {
    return refuse(refusals.appNotFound(presented.clientId, segment.kind === 'tenant' ? segment.tenant.name : text));
  }
  const names = segment.kind === 'tenant' ? [text, segment.tenant.tenantId] : [text];
  const endpoints = names.map((name) => `${world.baseUrl}/${name}/oauth2/v2.0/token`);
  const authenticated = await authenticateClient(world, registration, presented, endpoints);
  if ('refusal' in authenticated) return refuse(authenticated.refusal);

  if (grantType === 'client_credentials') {
    const granted = await grantClientCredentials(world, registration, segment, form, authenticated.by);
    if ('refusal' in granted) return refuse(granted.refusal);
    world.requests.count(note.tenantId, 'tokensIssued');
    return c.json(granted.body);
  }
  const granted = await grantAuthorizationCode(world, registration, segment, form);
  if ('refusal' in granted) return refuse(granted.refusal);
  note.tenantId = granted.tenantId;
  return c.json(granted.body);
}

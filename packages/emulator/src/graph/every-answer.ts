import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { type AccessTokenCaller, verifyAccessToken } from '../entra/access-token.ts';
import { graphAppId } from '../entra/graph-permissions.ts';
import { faultResponse } from '../faults/fault-response.ts';
import { nextFault } from '../faults/faults.ts';
import type { EmulatorEnv } from '../world/request-log.ts';
import type { Tenant, World } from '../world/world.ts';
import { GraphRefusal, refusalBody } from './graph-refusal.ts';
import { type TenantGraph, tenantGraphOf } from './tenant-graph.ts';
import { countEarlyCall, noticeAnnouncedWait } from './throttling.ts';

const diagnostic = JSON.stringify({
  ServerInfo: { DataCenter: 'Emulator', Slice: 'E', Ring: '1', ScaleUnit: '000', RoleInstance: 'EMULATOR' },
});

/** Runs what answers a request with the headers every answer has, and writes each refusal in the one form errors have. */
export async function inOneForm(
  world: World,
  c: Context<EmulatorEnv>,
  answer: (headers: Record<string, string>) => Promise<Response>,
): Promise<Response> {
  const note = c.get('note');
  note.kind = 'graph';
  const requestId = randomUUID();
  const clientRequestId = c.req.header('client-request-id') ?? requestId;
  const headers: Record<string, string> = {
    'request-id': requestId,
    'client-request-id': clientRequestId,
    'x-ms-ags-diagnostic': diagnostic,
    Date: world.clock.now().toUTCString(),
    'Cache-Control': 'no-cache',
    'OData-Version': '4.0',
  };
  try {
    return await answer(headers);
  } catch (error) {
    if (!(error instanceof GraphRefusal)) throw error;
    note.detail = error.code;
    const body = refusalBody(error, { now: world.clock.now(), requestId, clientRequestId });
    return new Response(body, {
      status: error.status,
      headers: { ...headers, ...error.headers, 'Content-Type': 'application/json' },
    });
  }
}

/** Who calls, and in which tenant. */
export async function callerOf(
  world: World,
  c: Context<EmulatorEnv>,
): Promise<{ caller: AccessTokenCaller; tenant: Tenant; graph: TenantGraph }> {
  const caller = await verifyAccessToken(world, c.req.header('authorization'));
  if (!caller.ok) {
    throw new GraphRefusal(401, 'InvalidAuthenticationToken', caller.reason, {
      'WWW-Authenticate': `Bearer realm="", authorization_uri="${world.baseUrl}/common/oauth2/authorize", client_id="${graphAppId}"`,
    });
  }
  const note = c.get('note');
  note.tenantId = caller.tenantId;
  note.clientId = caller.clientId;
  const tenant = tenantOfCaller(world, caller);
  return { caller, tenant, graph: tenantGraphOf(tenant) };
}

/** resolve-auth-errors.md: an app that is not in the tenant, or is disabled there, is refused whatever its token says. */
function tenantOfCaller(world: World, caller: AccessTokenCaller): Tenant {
  const tenant = world.tenants.get(caller.tenantId);
  if (!tenant || tenant.deleted || caller.servicePrincipalId === null) {
    throw new GraphRefusal(
      401,
      'Authorization_IdentityNotFound',
      'The identity of the calling application could not be established.',
    );
  }
  if (tenant.servicePrincipals.get(caller.clientId)?.accountEnabled !== true) {
    throw new GraphRefusal(401, 'Authorization_IdentityDisabled', 'The identity of the calling application is disabled.');
  }
  return tenant;
}

/** The answer of an armed fault, or null when this request is answered as ever. */
export async function answerWithFault(
  world: World,
  c: Context<EmulatorEnv>,
  at: { caller: AccessTokenCaller; tenant: Tenant; headers: Readonly<Record<string, string>> },
): Promise<Response | null> {
  const { caller, tenant, headers } = at;
  const fault = nextFault(world, { target: 'graph', tenantId: caller.tenantId, path: c.req.path });
  if (!fault) return null;
  countEarlyCall(world, tenant, caller);
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  const response = await faultResponse(c, fault);
  noticeAnnouncedWait(world, tenant, caller, response.headers);
  return response;
}

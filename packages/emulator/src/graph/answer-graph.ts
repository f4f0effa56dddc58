import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'hono';
import { type AccessTokenCaller, verifyAccessToken } from '../entra/access-token.ts';
import { grantedOnGraph } from '../entra/grant.ts';
import { graphAppId } from '../entra/graph-permissions.ts';
import { faultResponse } from '../faults/fault-response.ts';
import { nextFault } from '../faults/faults.ts';
import type { EmulatorEnv } from '../world/request-log.ts';
import type { Tenant, World } from '../world/world.ts';
import type { GraphRoute } from './graph-call.ts';
import { GraphRefusal, refusalBody } from './graph-refusal.ts';
import { readODataQuery } from './odata-query.ts';
import { tenantGraphOf } from './tenant-graph.ts';
import { chargeRequest, countEarlyCall, noticeAnnouncedWait } from './throttling.ts';

const json = 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';
const diagnostic = JSON.stringify({
  ServerInfo: { DataCenter: 'Emulator', Slice: 'E', Ring: '1', ScaleUnit: '000', RoleInstance: 'EMULATOR' },
});

/** Answers one Graph request: who calls, faults, latency, cost, permission, resource; every refusal in one form. */
export async function answerGraph(world: World, c: Context<EmulatorEnv>, route: GraphRoute): Promise<Response> {
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
    const caller = await callerOf(world, c.req.header('authorization'));
    note.tenantId = caller.tenantId;
    note.clientId = caller.clientId;
    const tenant = tenantOfCaller(world, caller);
    const graph = tenantGraphOf(tenant);

    const fault = nextFault(world, { target: 'graph', tenantId: caller.tenantId, path: c.req.path });
    if (fault) {
      countEarlyCall(world, tenant, caller);
      for (const [name, value] of Object.entries(headers)) c.header(name, value);
      const response = await faultResponse(c, fault);
      noticeAnnouncedWait(world, tenant, caller, response.headers.get('retry-after'));
      return response;
    }
    if (graph.settings.latencyMs > 0) await sleep(graph.settings.latencyMs);

    const query = readODataQuery(new URL(c.req.url).searchParams);
    chargeRequest(world, { tenant, caller, units: route.units, query, headers });
    if (route.anyOf.length > 0 && !grantedOnGraph(world, caller, route.anyOf)) {
      throw new GraphRefusal(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
    }
    const answer = route.answer({
      world,
      tenant,
      graph,
      caller,
      query,
      param: (name) => c.req.param(name) ?? '',
      header: (name) => c.req.header(name),
    });
    return new Response(answer.body, { headers: { ...headers, ...answer.headers, 'Content-Type': answer.contentType ?? json } });
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

async function callerOf(world: World, authorization: string | undefined): Promise<AccessTokenCaller> {
  const verified = await verifyAccessToken(world, authorization);
  if (verified.ok) return verified;
  throw new GraphRefusal(401, 'InvalidAuthenticationToken', verified.reason, {
    'WWW-Authenticate': `Bearer realm="", authorization_uri="${world.baseUrl}/common/oauth2/authorize", client_id="${graphAppId}"`,
  });
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

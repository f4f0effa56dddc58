import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'hono';
import { grantedOnGraph } from '../entra/grant.ts';
import type { EmulatorEnv } from '../world/request-log.ts';
import type { World } from '../world/world.ts';
import { answerWithFault, callerOf, inOneForm } from './every-answer.ts';
import type { GraphRoute } from './graph-call.ts';
import { auditPermissionMissing, GraphRefusal } from './graph-refusal.ts';
import { readODataQuery } from './odata-query.ts';
import { chargeRequest } from './throttling.ts';

const json = 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';

/** Answers one Graph request: who calls, faults, latency, cost, permission, resource. */
export function answerGraph(world: World, c: Context<EmulatorEnv>, route: GraphRoute): Promise<Response> {
  return inOneForm(world, c, async (headers) => {
    const { caller, tenant, graph } = await callerOf(world, c);
    const faulty = await answerWithFault(world, c, { caller, tenant, headers });
    if (faulty) return faulty;
    if (graph.settings.latencyMs > 0) await sleep(graph.settings.latencyMs);

    const { units, reports = false } = route;
    const query = readODataQuery(new URL(c.req.url).searchParams);
    if (c.req.header('x-ms-throttle-priority')?.toLowerCase() === 'low')
      world.requests.count(tenant.tenantId, 'lowPriorityRequests');
    chargeRequest({ world, tenant, caller, units, reports, query }, headers);
    if (route.anyOf.length > 0 && !grantedOnGraph(world, caller, route.anyOf)) {
      if (reports) throw auditPermissionMissing();
      throw new GraphRefusal(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
    }
    const answer = await route.answer({
      world,
      tenant,
      graph,
      caller,
      query,
      param: (name) => c.req.param(name) ?? '',
      header: (name) => c.req.header(name),
    });
    return new Response(answer.body, { headers: { ...headers, ...answer.headers, 'Content-Type': answer.contentType ?? json } });
  });
}

import { Hono } from 'hono';
import type { EmulatorEnv } from '../world/request-log.ts';
import type { World } from '../world/world.ts';
import { answerGraph } from './answer-graph.ts';
import { getApplication, listApplications } from './applications.ts';
import { answerBatch } from './batch.ts';
import { answerDeviceCount, answerDeviceDelta, getDevice, listDevices } from './devices.ts';
import { listDirectoryAudits } from './directory-audits.ts';
import { getDirectoryRole, listDirectoryRoles, listRoleMembers } from './directory-roles.ts';
import type { GraphRoute } from './graph-call.ts';
import { GraphRefusal } from './graph-refusal.ts';
import { answerGroupDelta } from './group-delta.ts';
import { answerMemberCount, listMembers } from './group-members.ts';
import { answerGroupCount, getGroup, listGroups } from './groups.ts';
import { getOrganization, listDomains, listOrganization } from './organization.ts';
import {
  readsApplications,
  readsAuditLog,
  readsDevices,
  readsDomains,
  readsFullUsers,
  readsGroups,
  readsOrganization,
  readsRoles,
  readsSubscriptions,
  readsUsers,
} from './permissions.ts';
import { listRegistrationDetails } from './registration-details.ts';
import { listRoleAssignments, listRoleDefinitions } from './role-assignments.ts';
import { getServicePrincipal, listAppRoleAssignments, listServicePrincipals } from './service-principals.ts';
import { listSubscribedSkus } from './subscribed-skus.ts';
import { answerAtOnce } from './throttling.ts';
import { answerTransitiveMemberCount, listTransitiveMembers } from './transitive-members.ts';
import { answerUserDelta } from './user-delta.ts';
import { answerUserCount, getUser, listUsers } from './users.ts';

/** `/delta`, `/delta()` and `/microsoft.graph.delta()` are one function (delta-query-overview.md). */
const delta = ':delta{(?:microsoft\\.graph\\.)?delta(?:\\(\\))?}';

/** What Graph serves here: who may, what it costs, who answers. Order matters where a path also fits a parameter. */
const routes: readonly GraphRoute[] = [
  { path: '/organization', anyOf: readsOrganization, units: 1, answer: listOrganization },
  { path: '/organization/:organization', anyOf: readsOrganization, units: 1, answer: getOrganization },
  { path: '/domains', anyOf: readsDomains, units: 1, answer: listDomains },
  { path: '/users', anyOf: readsUsers, units: 2, answer: listUsers },
  { path: '/users/$count', anyOf: readsUsers, units: 1, answer: answerUserCount },
  { path: `/users/${delta}`, anyOf: readsFullUsers, units: 1, answer: answerUserDelta },
  { path: '/users/:user', anyOf: readsUsers, units: 1, answer: getUser },
  { path: '/groups', anyOf: readsGroups, units: 1, answer: listGroups },
  { path: '/groups/$count', anyOf: readsGroups, units: 1, answer: answerGroupCount },
  { path: `/groups/${delta}`, anyOf: readsGroups, units: 1, answer: answerGroupDelta },
  { path: '/groups/:group', anyOf: readsGroups, units: 1, answer: getGroup },
  { path: '/groups/:group/members', anyOf: readsGroups, units: 3, answer: listMembers },
  { path: '/groups/:group/members/$count', anyOf: readsGroups, units: 1, answer: answerMemberCount },
  { path: '/groups/:group/transitiveMembers', anyOf: readsGroups, units: 5, answer: listTransitiveMembers },
  { path: '/groups/:group/transitiveMembers/$count', anyOf: readsGroups, units: 1, answer: answerTransitiveMemberCount },
  { path: '/devices', anyOf: readsDevices, units: 1, answer: listDevices },
  { path: '/devices/$count', anyOf: readsDevices, units: 1, answer: answerDeviceCount },
  { path: `/devices/${delta}`, anyOf: readsDevices, units: 1, answer: answerDeviceDelta },
  { path: '/devices/:device', anyOf: readsDevices, units: 1, answer: getDevice },
  { path: '/subscribedSkus', anyOf: readsSubscriptions, units: 3, answer: listSubscribedSkus },
  { path: '/applications', anyOf: readsApplications, units: 2, answer: listApplications },
  { path: '/applications/:application', anyOf: readsApplications, units: 1, answer: getApplication },
  { path: '/directoryRoles', anyOf: readsRoles, units: 1, answer: listDirectoryRoles },
  ...['/directoryRoles/:role', "/:entity{directoryRoles\\(roleTemplateId='[^/]+'\\)}"].flatMap((path): GraphRoute[] => [
    { path, anyOf: readsRoles, units: 1, answer: getDirectoryRole },
    { path: `${path}/members`, anyOf: readsRoles, units: 1, answer: listRoleMembers },
  ]),
  { path: '/roleManagement/directory/roleAssignments', anyOf: readsRoles, units: 1, answer: listRoleAssignments },
  { path: '/roleManagement/directory/roleDefinitions', anyOf: readsRoles, units: 1, answer: listRoleDefinitions },
  {
    path: '/reports/authenticationMethods/userRegistrationDetails',
    anyOf: readsAuditLog,
    units: 1,
    reports: true,
    answer: listRegistrationDetails,
  },
  ...['/auditLogs/directoryAudits', '/auditLogs/directoryaudits'].map(
    (path): GraphRoute => ({ path, anyOf: readsAuditLog, units: 1, reports: true, answer: listDirectoryAudits }),
  ),
  { path: '/servicePrincipals', anyOf: readsApplications, units: 1, answer: listServicePrincipals },
  ...['/servicePrincipals/:principal', "/:entity{servicePrincipals\\(appId='[^/]+'\\)}"].flatMap((path): GraphRoute[] => [
    { path, anyOf: readsApplications, units: 1, answer: getServicePrincipal },
    { path: `${path}/appRoleAssignments`, anyOf: readsApplications, units: 2, answer: listAppRoleAssignments },
  ]),
];

/** Graph v1.0, as far as a directory batch needs it. Mount it at `/v1.0`. */
export function createGraphApp(world: World): Hono<EmulatorEnv> {
  const app = new Hono<EmulatorEnv>();
  for (const route of routes) app.get(route.path, (c) => answerGraph(world, c, route));
  const inner = new Hono<EmulatorEnv>();
  inner.use(async (c, next) => {
    c.set('note', { kind: 'graph', tenantId: null, clientId: null, detail: null });
    await next();
  });
  for (const route of routes) inner.get(`/v1.0${route.path}`, (c) => answerGraph(world, c, route));
  inner.all('*', (c) => answerGraph(world, c, unknownRoute(c.req.method, c.req.path)));
  app.post('/$batch', (c) => {
    // Unit tests ask without a connection.
    const hasGone = () => c.env?.outgoing?.destroyed === true;
    return answerAtOnce(world, hasGone, () => answerBatch(world, c, (request) => inner.fetch(request, c.env)));
  });
  app.all('*', (c) => answerGraph(world, c, unknownRoute(c.req.method, c.req.path)));
  return app;
}

/** A caller is still identified and charged before it hears that there is nothing here. */
function unknownRoute(method: string, path: string): GraphRoute {
  return {
    path,
    anyOf: [],
    units: 1,
    answer() {
      if (method !== 'GET')
        throw new GraphRefusal(405, 'Request_BadRequest', 'Specified HTTP method is not allowed for the request target.');
      throw new GraphRefusal(400, 'BadRequest', `Resource not found for the segment '${path.split('/')[2] ?? ''}'.`);
    },
  };
}

import { graphAppId } from '../entra/graph-permissions.ts';
import { seededGuid } from '../world/seeded-ids.ts';
import type { ServicePrincipal } from '../world/world.ts';
import type { GraphAnswer, GraphCall } from './graph-call.ts';
import { notFound } from './graph-refusal.ts';
import { readFilter } from './odata-query.ts';
import { plainCollection, plainObject } from './organization.ts';

interface Presence {
  id: string;
  appId: string;
  displayName: string;
  appOwnerOrganizationId: string;
  accountEnabled: boolean;
  createdAt: Date;
  principal: ServicePrincipal | null;
}

/** Microsoft's own tenant, the owner of Graph's registration. */
const microsoftTenantId = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a';

/** Microsoft Graph and every app the tenant has consented to. */
function presencesIn(call: GraphCall): Presence[] {
  const { tenant, world } = call;
  const graph: Presence = {
    id: seededGuid(tenant.tenantId, graphAppId),
    appId: graphAppId,
    displayName: 'Microsoft Graph',
    appOwnerOrganizationId: microsoftTenantId,
    accountEnabled: true,
    createdAt: new Date('2017-01-01T00:00:00Z'),
    principal: null,
  };
  const apps = [...tenant.servicePrincipals.values()].map((principal): Presence => {
    const registration = world.registrations.get(principal.appId);
    return {
      id: principal.id,
      appId: principal.appId,
      displayName: registration?.displayName ?? principal.appId,
      appOwnerOrganizationId: registration?.homeTenantId ?? world.homeTenantId,
      accountEnabled: principal.accountEnabled,
      createdAt: principal.createdAt,
      principal,
    };
  });
  return [graph, ...apps];
}

/** resources/serviceprincipal.md */
const shown = (presence: Presence) => ({
  id: presence.id,
  deletedDateTime: null,
  accountEnabled: presence.accountEnabled,
  appId: presence.appId,
  appDisplayName: presence.displayName,
  displayName: presence.displayName,
  appOwnerOrganizationId: presence.appOwnerOrganizationId,
  servicePrincipalType: 'Application',
  servicePrincipalNames: [presence.appId],
  signInAudience: 'AzureADMultipleOrgs',
  createdDateTime: seconds(presence.createdAt),
  tags: [],
});

const seconds = (date: Date) => `${date.toISOString().slice(0, 19)}Z`;

/** `GET /servicePrincipals`, also with `$filter=appId eq '…'` (serviceprincipal-list.md) */
export function listServicePrincipals(call: GraphCall): GraphAnswer {
  const text = call.query.get('$filter');
  const filter = text === undefined ? null : readFilter(text, ['id', 'appId']);
  const matches = (presence: Presence) =>
    filter === null ||
    (filter.by === 'appId'
      ? presence.appId === filter.value.toLowerCase()
      : filter.by === 'id' && filter.ids.includes(presence.id));
  return plainCollection(call, 'servicePrincipals', presencesIn(call).filter(matches).map(shown), ['$filter', '$top', '$count']);
}

/** `GET /servicePrincipals/{id}` and `GET /servicePrincipals(appId='…')` (serviceprincipal-get.md) */
export function getServicePrincipal(call: GraphCall): GraphAnswer {
  return plainObject(call, 'servicePrincipals', shown(presenceOf(call)));
}

/** `GET …/appRoleAssignments`: what this service principal was granted (serviceprincipal-list-approleassignments.md) */
export function listAppRoleAssignments(call: GraphCall): GraphAnswer {
  const presence = presenceOf(call);
  const assignments = (presence.principal?.appRoleAssignments ?? []).map((assignment) => ({
    id: assignment.id,
    deletedDateTime: null,
    appRoleId: assignment.appRoleId,
    createdDateTime: seconds(assignment.createdAt),
    principalDisplayName: presence.displayName,
    principalId: presence.id,
    principalType: 'ServicePrincipal',
    resourceDisplayName: 'Microsoft Graph',
    resourceId: seededGuid(call.tenant.tenantId, graphAppId),
  }));
  return plainCollection(call, 'appRoleAssignments', assignments, ['$top', '$count']);
}

function presenceOf(call: GraphCall): Presence {
  const name = call.param('principal');
  const appId = /^servicePrincipals\(appId='([^']+)'\)$/i.exec(call.param('entity'))?.[1]?.toLowerCase();
  const found = presencesIn(call).find((presence) =>
    appId === undefined ? presence.id === name.toLowerCase() : presence.appId === appId,
  );
  if (!found) throw notFound(appId ?? name);
  return found;
}

import type { Tenant } from '../world/world.ts';
import type { GraphAnswer, GraphCall } from './graph-call.ts';
import { notFound } from './graph-refusal.ts';
import { contextOf } from './listing-page.ts';
import { allowOnly } from './odata-query.ts';
import { compileSelection, plainTable } from './selection.ts';

/** The tenant itself (resources/organization.md) */
function organizationOf(tenant: Tenant) {
  return {
    id: tenant.tenantId,
    deletedDateTime: null,
    displayName: tenant.name,
    countryLetterCode: tenant.countryCode,
    country: null,
    city: null,
    state: null,
    street: null,
    postalCode: null,
    preferredLanguage: 'en',
    createdDateTime: '2017-01-01T00:00:00Z',
    tenantType: 'AAD',
    onPremisesSyncEnabled: null,
    businessPhones: [],
    technicalNotificationMails: [],
    assignedPlans: [],
    verifiedDomains: tenant.verifiedDomains.map((name) => ({
      capabilities: 'Email, OfficeCommunicationsOnline',
      isDefault: name === tenant.defaultDomain,
      isInitial: isInitial(name),
      name,
      type: 'Managed',
    })),
  };
}

const domainOf = (tenant: Tenant, name: string) => ({
  id: name,
  authenticationType: 'Managed',
  availabilityStatus: null,
  isAdminManaged: true,
  isDefault: name === tenant.defaultDomain,
  isInitial: isInitial(name),
  isRoot: true,
  isVerified: true,
  supportedServices: ['Email', 'OfficeCommunicationsOnline'],
  passwordValidityPeriodInDays: 2_147_483_647,
  passwordNotificationWindowInDays: 14,
});

const isInitial = (name: string) => name.endsWith('.onmicrosoft.com');

/** `GET /organization`: one object, never paged (organization-list.md) */
export function listOrganization(call: GraphCall): GraphAnswer {
  return plainCollection(call, 'organization', [organizationOf(call.tenant)]);
}

/** `GET /organization/{id}` (organization-get.md) */
export function getOrganization(call: GraphCall): GraphAnswer {
  if (call.param('organization').toLowerCase() !== call.tenant.tenantId) throw notFound(call.param('organization'));
  return plainObject(call, 'organization', organizationOf(call.tenant));
}

/** `GET /domains`: never paged (domain-list.md) */
export function listDomains(call: GraphCall): GraphAnswer {
  return plainCollection(
    call,
    'domains',
    call.tenant.verifiedDomains.map((name) => domainOf(call.tenant, name)),
  );
}

/** A small collection that never pages. */
export function plainCollection(
  call: GraphCall,
  entitySet: string,
  objects: readonly object[],
  allowed: readonly string[] = [],
): GraphAnswer {
  allowOnly(call.query, ['$select', ...allowed]);
  const select = call.query.get('$select') ?? null;
  const context = `${call.world.baseUrl}/v1.0/$metadata#${contextOf(entitySet, select)}`;
  const value = objects.map((object) => `{${writePlain(object, entitySet, select)}}`);
  return { body: `{"@odata.context":${JSON.stringify(context)},"value":[${value.join()}]}` };
}

/** One small object. */
export function plainObject(call: GraphCall, entitySet: string, object: object): GraphAnswer {
  allowOnly(call.query, ['$select']);
  const select = call.query.get('$select') ?? null;
  const context = `${call.world.baseUrl}/v1.0/$metadata#${contextOf(entitySet, select)}/$entity`;
  return { body: `{"@odata.context":${JSON.stringify(context)},${writePlain(object, entitySet, select)}}` };
}

function writePlain(object: object, typeName: string, select: string | null): string {
  const table = plainTable(object);
  return compileSelection(table, { select, defaults: Object.keys(table), typeName }).write(object);
}

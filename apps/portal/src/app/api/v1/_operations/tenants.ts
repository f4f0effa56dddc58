import { connectionStates, findTenant, listTenants } from '@tenantry/domain';
import { z } from 'zod';
import { services } from '../../../../server/services.ts';
import { operation } from '../_door/operation.ts';
import { problem } from '../_door/problem.ts';
import { guid, listOf, pageOf, pagingFields } from '../_schemas/paging.ts';
import { tenantDetailSchema, tenantSchema } from '../_schemas/tenant.ts';

export const listTenantsOperation = operation({
  id: 'listTenants',
  method: 'get',
  route: '/tenants',
  summary: 'Tenants, by name',
  scope: 'read',
  query: z.strictObject({
    ...pagingFields(200),
    search: z.string().max(200).optional().meta({ description: 'Part of name, domain, reference or id.' }),
    state: listOf(connectionStates, 'Only connections in these states.'),
    tag: z.string().max(50).toLowerCase().optional().meta({ description: 'Only tenants with this tag.' }),
  }),
  answer: { status: 200, description: 'One page of tenants.', schema: pageOf(tenantSchema) },
  async run({ query: { state, ...query } }) {
    const page = await listTenants(services().db, { ...query, states: state });
    return { ...page, items: page.items.map((tenant) => ({ ...tenant, id: tenant.tenantId })) };
  },
});

export const findTenantOperation = operation({
  id: 'findTenant',
  method: 'get',
  route: '/tenants/{tenantId}',
  summary: 'One tenant with its connection',
  scope: 'read',
  path: z.object({ tenantId: guid }),
  answer: { status: 200, description: 'The tenant.', schema: tenantDetailSchema },
  async run({ path }) {
    const tenant = await findTenant(services().db, path.tenantId);
    return tenant === null ? noTenant() : { ...tenant, id: tenant.tenantId };
  },
});

/** The answer about a tenant nobody knows. */
export function noTenant(): Response {
  return problem('not-found', 'There is no tenant of this id.');
}

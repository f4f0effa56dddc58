import { findTenant, listDirectoryDevices, listDirectoryGroups, listDirectoryUsers } from '@tenantry/domain';
import { z } from 'zod';
import { services } from '../../../../server/services.ts';
import { operation } from '../_door/operation.ts';
import { directoryDeviceSchema, directoryGroupSchema, directoryQuery, directoryUserSchema } from '../_schemas/directory.ts';
import { guid, pageOf } from '../_schemas/paging.ts';
import { noTenant } from './tenants.ts';

const path = z.object({ tenantId: guid });

export const listUsersOperation = operation({
  id: 'listUsers',
  method: 'get',
  route: '/tenants/{tenantId}/users',
  summary: 'Users of a tenant, as the last sync saw them',
  scope: 'read',
  path,
  query: directoryQuery,
  answer: { status: 200, description: 'One page of users.', schema: pageOf(directoryUserSchema) },
  run: ({ path, query }) => listOfTenant(listDirectoryUsers, path.tenantId, query),
});

export const listGroupsOperation = operation({
  id: 'listGroups',
  method: 'get',
  route: '/tenants/{tenantId}/groups',
  summary: 'Groups of a tenant, as the last sync saw them',
  scope: 'read',
  path,
  query: directoryQuery,
  answer: { status: 200, description: 'One page of groups.', schema: pageOf(directoryGroupSchema) },
  run: ({ path, query }) => listOfTenant(listDirectoryGroups, path.tenantId, query),
});

export const listDevicesOperation = operation({
  id: 'listDevices',
  method: 'get',
  route: '/tenants/{tenantId}/devices',
  summary: 'Devices of a tenant, as the last sync saw them',
  scope: 'read',
  path,
  query: directoryQuery,
  answer: { status: 200, description: 'One page of devices.', schema: pageOf(directoryDeviceSchema) },
  run: ({ path, query }) => listOfTenant(listDirectoryDevices, path.tenantId, query),
});

async function listOfTenant(
  list: typeof listDirectoryUsers | typeof listDirectoryGroups | typeof listDirectoryDevices,
  tenantId: string,
  query: z.output<typeof directoryQuery>,
): Promise<object | Response> {
  const { db } = services();
  if ((await findTenant(db, tenantId)) === null) return noTenant();
  const includeDeleted = query.includeDeleted || query.changedSince !== undefined;
  return list(db, { ...query, tenantId, includeDeleted });
}

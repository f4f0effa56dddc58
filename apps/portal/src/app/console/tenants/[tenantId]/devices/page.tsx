import { listDirectoryDevices } from '@tenantry/domain';
import type { Metadata } from 'next';
import { deniedFor } from '../../../../../components/console/denied.ts';
import { readQuery } from '../../../../../components/console/query.ts';
import { DeviceTable } from '../../../../../components/console/tenant/device-table.tsx';
import { DirectoryList } from '../../../../../components/console/tenant/directory-list.tsx';
import { services } from '../../../../../server/services.ts';
import { orBadPage } from '../../../bad-cursor.ts';
import type { PageAddress } from '../../../page-address.ts';
import { tenantOfPage } from '../tenant-of-page.ts';

export const metadata: Metadata = { title: 'Devices' };

const pageSize = 50;

export default async function DevicesPage({ params, searchParams }: PageAddress<'tenantId'>) {
  const { session, tenant } = await tenantOfPage(params);
  const query = await readQuery(searchParams);
  const { search, after } = query;
  const wish = { tenantId: tenant.tenantId, search, after, includeDeleted: query.show === 'deleted', limit: pageSize };
  const page = await orBadPage(listDirectoryDevices(services().db, wish));
  return (
    <DirectoryList what="devices" tenant={tenant} query={query} page={page} denied={deniedFor(session)}>
      <DeviceTable devices={page.items} />
    </DirectoryList>
  );
}

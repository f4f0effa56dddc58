import { listRuns, runStates } from '@tenantry/domain';
import type { Metadata } from 'next';
import { readQuery, readWords } from '../../../../../components/console/query.ts';
import { RunList } from '../../../../../components/console/run-list.tsx';
import { services } from '../../../../../server/services.ts';
import { orBadPage } from '../../../bad-cursor.ts';
import type { PageAddress } from '../../../page-address.ts';
import { tenantOfPage } from '../tenant-of-page.ts';

export const metadata: Metadata = { title: 'Runs' };

const pageSize = 50;

export default async function TenantRunsPage({ params, searchParams }: PageAddress<'tenantId'>) {
  const { tenant } = await tenantOfPage(params);
  const query = await readQuery(searchParams);
  const page = await orBadPage(
    listRuns(services().db, {
      tenantId: tenant.tenantId,
      job: query.job,
      states: readWords(query.state, runStates),
      heartbeats: query.show === 'heartbeats',
      after: query.after,
      limit: pageSize,
    }),
  );
  return <RunList path={`/console/tenants/${tenant.tenantId}/runs`} query={query} page={page} ofOneTenant />;
}

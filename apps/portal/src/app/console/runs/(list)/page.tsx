import { findTenant, listRuns, runStates } from '@tenantry/domain';
import type { Metadata } from 'next';
import { deniedFor } from '../../../../components/console/denied.ts';
import { ButtonLink, PageLink } from '../../../../components/console/links.tsx';
import { PageHeader } from '../../../../components/console/page-header.tsx';
import { hrefWith, readGuid, readQuery, readWords } from '../../../../components/console/query.ts';
import { RunList } from '../../../../components/console/run-list.tsx';
import { VisibleName } from '../../../../components/console/visible-name.tsx';
import { LiveRefresh } from '../../../../live/live-refresh.tsx';
import { services } from '../../../../server/services.ts';
import { requireOperator } from '../../../../server/session.ts';
import { orBadPage } from '../../bad-cursor.ts';
import type { PageAddress } from '../../page-address.ts';

export const metadata: Metadata = { title: 'Runs' };

const path = '/console/runs';
const pageSize = 50;

export default async function RunsPage({ searchParams }: PageAddress) {
  const session = await requireOperator('Viewer', { to: 'runs' });
  const query = await readQuery(searchParams);
  const { db } = services();
  const tenantId = readGuid(query.tenant);
  const [tenant, page] = await Promise.all([
    tenantId === undefined ? null : findTenant(db, tenantId),
    orBadPage(
      listRuns(db, {
        tenantId,
        batchId: readGuid(query.batch),
        job: query.job,
        states: readWords(query.state, runStates),
        heartbeats: query.show === 'heartbeats',
        after: query.after,
        limit: pageSize,
      }),
    ),
  ]);
  return (
    <>
      <LiveRefresh watch={{}} />
      <PageHeader
        title={query.batch === undefined ? 'Runs' : 'Runs of one batch'}
        description={
          <>
            {tenant !== null && (
              <>
                Of <VisibleName>{tenant.name}</VisibleName>.{' '}
              </>
            )}
            {(tenantId !== undefined || query.batch !== undefined) && (
              <PageLink href={hrefWith(path, query, { tenant: undefined, batch: undefined })} size="sm">
                Show the runs of all
              </PageLink>
            )}
          </>
        }
        actions={
          <ButtonLink href="/console/runs/new" denied={deniedFor(session)}>
            Start a job
          </ButtonLink>
        }
      />
      <RunList path={path} query={query} page={page} />
    </>
  );
}

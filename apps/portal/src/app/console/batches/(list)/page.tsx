import { IconStack2 } from '@tabler/icons-react';
import { listBatches, readActorNames } from '@tenantry/domain';
import type { Metadata } from 'next';
import { BatchTable } from '../../../../components/console/batch/batch-table.tsx';
import { deniedFor } from '../../../../components/console/denied.ts';
import { EmptyList } from '../../../../components/console/empty-list.tsx';
import { ButtonLink } from '../../../../components/console/links.tsx';
import { PageHeader } from '../../../../components/console/page-header.tsx';
import { Pager } from '../../../../components/console/pager.tsx';
import { readQuery } from '../../../../components/console/query.ts';
import { LiveRefresh } from '../../../../live/live-refresh.tsx';
import { services } from '../../../../server/services.ts';
import { requireOperator } from '../../../../server/session.ts';
import { orBadPage } from '../../bad-cursor.ts';
import type { PageAddress } from '../../page-address.ts';

export const metadata: Metadata = { title: 'Batches' };

const path = '/console/batches';
const pageSize = 30;

export default async function BatchesPage({ searchParams }: PageAddress) {
  const session = await requireOperator('Viewer', { to: 'batches' });
  const query = await readQuery(searchParams);
  const { db } = services();
  const page = await orBadPage(listBatches(db, { after: query.after, limit: pageSize }));
  const names = await readActorNames(
    db,
    page.items.map(({ requestedBy }) => requestedBy),
  );
  const start = (
    <ButtonLink href="/console/runs/new?tenant=all" denied={deniedFor(session)}>
      Start a batch
    </ButtonLink>
  );
  return (
    <>
      <LiveRefresh watch={{}} />
      <PageHeader
        title="Batches"
        description="One job for many tenants: a run for each of them, steered together."
        actions={start}
      />
      {page.items.length > 0 ? (
        <BatchTable batches={page.items} names={names} />
      ) : (
        <EmptyList icon={<IconStack2 size={24} />} title="No batch was started yet" action={start}>
          Start a job for several tenants, or let a schedule do it.
        </EmptyList>
      )}
      <Pager path={path} query={query} next={page.next} />
    </>
  );
}

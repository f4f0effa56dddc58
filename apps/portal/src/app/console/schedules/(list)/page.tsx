import { IconCalendarRepeat } from '@tabler/icons-react';
import { listSchedules } from '@tenantry/domain';
import type { Metadata } from 'next';
import { deniedFor } from '../../../../components/console/denied.ts';
import { EmptyList } from '../../../../components/console/empty-list.tsx';
import { ButtonLink } from '../../../../components/console/links.tsx';
import { PageHeader } from '../../../../components/console/page-header.tsx';
import { Pager } from '../../../../components/console/pager.tsx';
import { readQuery } from '../../../../components/console/query.ts';
import { ScheduleTable } from '../../../../components/console/schedule/schedule-table.tsx';
import { LiveRefresh } from '../../../../live/live-refresh.tsx';
import { services } from '../../../../server/services.ts';
import { requireOperator } from '../../../../server/session.ts';
import { orBadPage } from '../../bad-cursor.ts';
import type { PageAddress } from '../../page-address.ts';

export const metadata: Metadata = { title: 'Schedules' };

const path = '/console/schedules';
const pageSize = 30;

export default async function SchedulesPage({ searchParams }: PageAddress) {
  const session = await requireOperator('Viewer', { to: 'schedules' });
  const query = await readQuery(searchParams);
  const page = await orBadPage(listSchedules(services().db, { after: query.after, limit: pageSize }));
  const make = (
    <ButtonLink href={`${path}/new`} denied={deniedFor(session)}>
      New schedule
    </ButtonLink>
  );
  return (
    <>
      <LiveRefresh watch={{}} />
      <PageHeader
        title="Schedules"
        description="Jobs that begin by themselves. Each firing is one batch, spread so that not every tenant begins at once."
        actions={make}
      />
      {page.items.length > 0 ? (
        <ScheduleTable schedules={page.items} />
      ) : (
        <EmptyList icon={<IconCalendarRepeat size={24} />} title="Nothing begins by itself yet" action={make}>
          A schedule starts a job for the tenants you choose, every night or every so often.
        </EmptyList>
      )}
      <Pager path={path} query={query} next={page.next} />
    </>
  );
}

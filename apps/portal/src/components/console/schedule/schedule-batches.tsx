import { IconStack2 } from '@tabler/icons-react';
import type { ScheduleBatch } from '@tenantry/domain';
import { Instant } from '../../instant.tsx';
import { type Column, DataTable } from '../data-table.tsx';
import { EmptyList } from '../empty-list.tsx';
import { durationText, figureText } from '../figures.ts';
import { PageLink } from '../links.tsx';
import { BatchBadge } from '../state-badges.tsx';
import { outcomeWords } from './schedule-table.tsx';

const columns: Column<ScheduleBatch>[] = [
  {
    head: 'Fired',
    kind: 'lead',
    cell: (batch) => (
      <PageLink href={`/console/batches/${batch.id}`} fw={550} size="sm">
        <Instant at={batch.createdAt} />
      </PageLink>
    ),
  },
  { head: 'State', cell: (batch) => <BatchBadge state={batch.state} failed={batch.endCounts?.failed ?? 0} /> },
  { head: 'Tenants', kind: 'figure', cell: (batch) => figureText(batch.tenantCount) },
  { head: 'Outcome', kind: 'long', cell: (batch) => (batch.endCounts === null ? '–' : outcomeWords(batch)) },
  {
    head: 'Took',
    kind: 'figure',
    cell: ({ createdAt, endedAt }) => (endedAt === null ? '–' : durationText(endedAt.getTime() - createdAt.getTime())),
  },
];

/** The last batches of a schedule. */
export function ScheduleBatches({ batches }: { batches: ScheduleBatch[] }) {
  if (batches.length > 0) {
    return <DataTable caption="Batches of this schedule" columns={columns} rows={batches} keyOf={(batch) => batch.id} />;
  }
  return (
    <EmptyList icon={<IconStack2 size={24} />} title="It has not fired yet">
      Each firing is a batch, and stands here.
    </EmptyList>
  );
}

import type { BatchSummary } from '@tenantry/domain';
import { Instant } from '../../instant.tsx';
import { type Column, DataTable } from '../data-table.tsx';
import { durationText, figureText } from '../figures.ts';
import { PageLink } from '../links.tsx';
import { jobTitle } from '../run-table.tsx';
import { BatchBadge } from '../state-badges.tsx';
import { VisibleName } from '../visible-name.tsx';
import { BatchBar } from './batch-bar.tsx';
import classes from './batch-table.module.css';

/** How long a batch will still take, in words. */
export function etaWords({ state, etaMs, counts, done, total }: Omit<BatchSummary, 'id'>): string {
  if (state === 'ended' || state === 'cancelled' || done === total) return '–';
  if (state === 'paused') return 'Paused';
  if (counts.held === total - done) return 'The rest is held';
  return etaMs === null ? 'Not known yet' : `About ${durationText(etaMs)}`;
}

/** Batches, one a row. @param names what those are called who started them */
export function BatchTable({ batches, names }: { batches: BatchSummary[]; names: Record<string, string> }) {
  const columns: Column<BatchSummary>[] = [
    {
      head: 'Batch',
      kind: 'lead',
      cell: (batch) => (
        <>
          <PageLink href={`/console/batches/${batch.id}`} fw={550} size="sm">
            <VisibleName>{batch.label}</VisibleName>
          </PageLink>
          <span className={classes.under}>{jobTitle(batch.job)}</span>
        </>
      ),
    },
    { head: 'State', cell: (batch) => <BatchBadge state={batch.state} failed={batch.counts.failed} /> },
    {
      head: 'Progress',
      cell: (batch) => (
        <span className={classes.progress}>
          <BatchBar batch={batch} />
          <span className={classes.words}>
            {figureText(batch.done)} of {figureText(batch.total)} ended
            {batch.counts.failed > 0 && `, ${figureText(batch.counts.failed)} failed`}
          </span>
        </span>
      ),
    },
    { head: 'Time left', cell: etaWords },
    { head: 'By', wideOnly: true, cell: (batch) => startedBy(batch, names) },
    { head: 'Started', cell: (batch) => <Instant at={batch.createdAt} relative /> },
  ];
  return <DataTable caption="Batches" columns={columns} rows={batches} keyOf={(batch) => batch.id} />;
}

/** Who started a batch: a schedule, or somebody by name. */
export function startedBy({ scheduleId, requestedBy }: BatchSummary, names: Record<string, string>) {
  if (scheduleId !== null) {
    return (
      <PageLink href={`/console/schedules/${scheduleId}`} size="sm" c="inherit">
        A schedule
      </PageLink>
    );
  }
  return <VisibleName>{names[requestedBy] ?? requestedBy}</VisibleName>;
}

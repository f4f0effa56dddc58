import type { ListedSchedule, ScheduleBatch } from '@tenantry/domain';
import { errorText } from '../../../error-texts/error-text.ts';
import { Instant } from '../../instant.tsx';
import classes from '../batch/batch-table.module.css';
import { selectionWords } from '../batch/selection-words.ts';
import { type Column, DataTable } from '../data-table.tsx';
import { counted } from '../figures.ts';
import { PageLink } from '../links.tsx';
import { jobTitle } from '../run-table.tsx';
import { ScheduleBadge } from '../state-badges.tsx';
import { VisibleName } from '../visible-name.tsx';
import { batchWords } from '../words.ts';
import { cadenceWords } from './cadence-words.ts';
import { standingOf } from './schedule-standing.ts';

/** How a batch of a schedule stands or ended, in words. */
export function outcomeWords({ state, tenantCount, endCounts }: ScheduleBatch): string {
  if (endCounts === null) return `${batchWords[state].name}, ${counted(tenantCount, 'tenant')}`;
  const bad = ['failed', 'partial', 'cancelled'].filter((each) => (endCounts[each] ?? 0) > 0);
  if (bad.length === 0) return `All ${counted(tenantCount, 'tenant')} succeeded`;
  return `${endCounts.succeeded ?? 0} of ${tenantCount} succeeded, ${bad.map((each) => `${endCounts[each]} ${each}`).join(', ')}`;
}

const columns: Column<ListedSchedule>[] = [
  {
    head: 'Schedule',
    kind: 'lead',
    cell: (schedule) => (
      <>
        <PageLink href={`/console/schedules/${schedule.id}`} fw={550} size="sm">
          <VisibleName>{schedule.label}</VisibleName>
        </PageLink>
        <span className={classes.under}>
          {jobTitle(schedule.job)} · {selectionWords(schedule.selection)}
        </span>
        {schedule.problemCode !== null && <span className={classes.under}>{errorText(schedule.problemCode).what}</span>}
      </>
    ),
  },
  { head: 'Standing', cell: (schedule) => <ScheduleBadge standing={standingOf(schedule)} /> },
  { head: 'When', kind: 'long', cell: (schedule) => cadenceWords(schedule.cadence) },
  { head: 'Next', cell: ({ nextAt }) => (nextAt === null ? '–' : <Instant at={nextAt} relative />) },
  {
    head: 'Last time',
    cell: ({ lastBatch, firedAt }) => {
      if (lastBatch === null) return firedAt === null ? 'Not yet' : 'No tenant was meant';
      return (
        <span>
          <PageLink href={`/console/batches/${lastBatch.id}`} size="sm" c="inherit">
            {outcomeWords(lastBatch)}
          </PageLink>
          <span className={classes.under}>
            <Instant at={lastBatch.createdAt} relative />
          </span>
        </span>
      );
    },
  },
];

/** Schedules, one a row. */
export function ScheduleTable({ schedules }: { schedules: ListedSchedule[] }) {
  return <DataTable caption="Schedules" columns={columns} rows={schedules} keyOf={(schedule) => schedule.id} />;
}

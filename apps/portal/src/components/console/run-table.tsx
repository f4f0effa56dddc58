import { jobCatalogue, type RunSummary } from '@tenantry/domain';
import { Instant } from '../instant.tsx';
import { type Column, DataTable } from './data-table.tsx';
import { durationText } from './figures.ts';
import { PageLink } from './links.tsx';
import { RunProgressLine } from './run-progress.tsx';
import classes from './run-table.module.css';
import { RunBadge } from './state-badges.tsx';
import { VisibleName } from './visible-name.tsx';
import { wordFor } from './words.ts';

/** The title of a job; a job that this version does not know is shown by its name. */
export function jobTitle(job: string): string {
  return (jobCatalogue as Record<string, { title: string }>)[job]?.title ?? job;
}

/** How long a run has taken from its first claim to its end; null while it has not ended. */
export function tookMs(run: Pick<RunSummary, 'startedAt' | 'finishedAt'>): number | null {
  return run.startedAt === null || run.finishedAt === null ? null : run.finishedAt.getTime() - run.startedAt.getTime();
}

const tenantColumn: Column<RunSummary> = {
  head: 'Tenant',
  cell: (run) => (
    <PageLink href={`/console/tenants/${run.tenantId}`} c="inherit" size="sm">
      <VisibleName>{run.tenantName}</VisibleName>
    </PageLink>
  ),
};

/** Runs, one a row. On a tenant's own page its name is left out. */
export function RunTable({ runs, caption, ofOneTenant = false }: { runs: RunSummary[]; caption: string; ofOneTenant?: boolean }) {
  const columns: Column<RunSummary>[] = [
    {
      head: 'Run',
      kind: 'lead',
      cell: (run) => (
        <PageLink href={`/console/runs/${run.id}`} fw={550} size="sm">
          {jobTitle(run.job)}
        </PageLink>
      ),
    },
    ...(ofOneTenant ? [] : [tenantColumn]),
    {
      head: 'State',
      cell: (run) => (
        <span className={classes.state}>
          <RunBadge state={run.state} />
          <RunProgressLine state={run.state} progress={run.progress} />
        </span>
      ),
    },
    { head: 'Began by', wideOnly: true, cell: (run) => wordFor('trigger', run.trigger) },
    { head: 'Created', cell: (run) => <Instant at={run.createdAt} relative /> },
    {
      head: 'Took',
      kind: 'figure',
      cell: (run) => {
        const took = tookMs(run);
        return took === null ? '–' : durationText(took);
      },
    },
  ];
  return <DataTable caption={caption} columns={columns} rows={runs} keyOf={(run) => run.id} />;
}

import type { RunSummary } from '@tenantry/domain';
import { errorText } from '../../../error-texts/error-text.ts';
import { type Column, DataTable } from '../data-table.tsx';
import { durationText } from '../figures.ts';
import { PageLink } from '../links.tsx';
import { RunProgressLine } from '../run-progress.tsx';
import stateClasses from '../run-table.module.css';
import { tookMs } from '../run-table.tsx';
import { RunBadge } from '../state-badges.tsx';
import { VisibleName } from '../visible-name.tsx';
import classes from './batch-table.module.css';

const columns: Column<RunSummary>[] = [
  {
    head: 'Tenant',
    kind: 'lead',
    cell: (run) => (
      <>
        <PageLink href={`/console/runs/${run.id}`} fw={550} size="sm">
          <VisibleName>{run.tenantName}</VisibleName>
        </PageLink>
        <span className={classes.under}>{run.tenantId}</span>
      </>
    ),
  },
  {
    head: 'State',
    cell: (run) => (
      <span className={stateClasses.state}>
        <RunBadge state={run.state} />
        <RunProgressLine state={run.state} progress={run.progress} />
      </span>
    ),
  },
  { head: 'Why', kind: 'long', cell: why },
  {
    head: 'Took',
    kind: 'figure',
    cell: (run) => {
      const took = tookMs(run);
      return took === null ? '–' : durationText(took);
    },
  },
];

/** What made a run fail, holds it or lets it wait. */
function why({ state, errorCode, reasonCode }: RunSummary): string {
  const code = state === 'failed' ? errorCode : reasonCode;
  return code === null ? '–' : errorText(code).what;
}

/** The runs of one batch: all of the same job, one for each tenant. */
export function BatchRunTable({ runs }: { runs: RunSummary[] }) {
  return <DataTable caption="Runs of this batch" columns={columns} rows={runs} keyOf={(run) => run.id} />;
}

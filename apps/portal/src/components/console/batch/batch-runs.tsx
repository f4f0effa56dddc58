import { IconListDetails } from '@tabler/icons-react';
import type { Page, RunState, RunSummary } from '@tenantry/domain';
import { EmptyList } from '../empty-list.tsx';
import { PageLink } from '../links.tsx';
import { Pager } from '../pager.tsx';
import type { Query } from '../query.ts';
import { runWords } from '../words.ts';
import { BatchRunTable } from './batch-run-table.tsx';
import classes from './batch-runs.module.css';

/** The runs of a batch, all of them or those in one state. */
export function BatchRuns(props: { path: string; query: Query; state: RunState | undefined; page: Page<RunSummary> }) {
  const { path, query, state, page } = props;
  return (
    <section aria-label="Runs">
      <div className={classes.head}>
        <h2>{state === undefined ? 'Runs' : `${runWords[state].name} runs`}</h2>
        {state !== undefined && (
          <PageLink href={path} size="sm">
            Show all runs
          </PageLink>
        )}
      </div>
      {page.items.length > 0 ? (
        <BatchRunTable runs={page.items} />
      ) : (
        <EmptyList icon={<IconListDetails size={24} />} title="No run is in this state now">
          The runs of this batch have moved on.
        </EmptyList>
      )}
      <Pager path={path} query={query} next={page.next} />
    </section>
  );
}

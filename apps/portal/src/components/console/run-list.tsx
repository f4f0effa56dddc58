import { IconListDetails } from '@tabler/icons-react';
import { jobCatalogue, type Page, type RunSummary, runStates } from '@tenantry/domain';
import { EmptyList } from './empty-list.tsx';
import { FilterChips } from './filter-chips.tsx';
import { ButtonLink } from './links.tsx';
import { Pager } from './pager.tsx';
import type { Query } from './query.ts';
import classes from './run-list.module.css';
import { RunTable } from './run-table.tsx';
import { runWords } from './words.ts';

/** A list of runs with its filters. */
export function RunList(props: { path: string; query: Query; page: Page<RunSummary>; ofOneTenant?: boolean }) {
  const { path, query, page, ofOneTenant = false } = props;
  const filtered = Object.keys(query).length > 0;
  return (
    <>
      <div className={classes.filters}>
        <FilterChips
          label="State"
          path={path}
          query={query}
          name="state"
          choices={runStates.map((state) => ({ value: state, text: runWords[state].name }))}
        />
        <FilterChips
          label="Job"
          path={path}
          query={query}
          name="job"
          single
          choices={Object.values(jobCatalogue).map(({ name, title }) => ({ value: name, text: title }))}
        />
        <FilterChips
          label="Heartbeats"
          path={path}
          query={query}
          name="show"
          choices={[{ value: 'heartbeats', text: 'With heartbeats' }]}
        />
      </div>
      {page.items.length > 0 ? (
        <RunTable runs={page.items} caption="Runs" ofOneTenant={ofOneTenant} />
      ) : (
        <EmptyList
          icon={<IconListDetails size={24} />}
          title={filtered ? 'No run matches' : 'Nothing has run yet'}
          action={
            filtered ? (
              <ButtonLink href={path} variant="default">
                Show all runs
              </ButtonLink>
            ) : (
              <ButtonLink href="/console/runs/new">Start a job</ButtonLink>
            )
          }
        >
          {filtered
            ? 'Change what you filter by.'
            : 'A run is one job for one tenant. Start one, or wait for a customer to connect.'}
        </EmptyList>
      )}
      <Pager path={path} query={query} next={page.next} />
    </>
  );
}

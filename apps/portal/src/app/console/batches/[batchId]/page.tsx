import { listRuns, readActorNames, runStates } from '@tenantry/domain';
import type { Metadata } from 'next';
import { BatchActions } from '../../../../components/console/batch/batch-actions.tsx';
import { BatchFacts } from '../../../../components/console/batch/batch-facts.tsx';
import { BatchRuns } from '../../../../components/console/batch/batch-runs.tsx';
import { BatchStanding } from '../../../../components/console/batch/batch-standing.tsx';
import { deniedFor } from '../../../../components/console/denied.ts';
import { PageLink } from '../../../../components/console/links.tsx';
import { PageHeader } from '../../../../components/console/page-header.tsx';
import { PauseBanner } from '../../../../components/console/pause-banner.tsx';
import { readQuery, readWords } from '../../../../components/console/query.ts';
import { jobTitle } from '../../../../components/console/run-table.tsx';
import { BatchBadge } from '../../../../components/console/state-badges.tsx';
import { VisibleName } from '../../../../components/console/visible-name.tsx';
import { visibleText } from '../../../../components/visible-text.ts';
import { LiveRefresh } from '../../../../live/live-refresh.tsx';
import { services } from '../../../../server/services.ts';
import { orBadPage } from '../../bad-cursor.ts';
import type { PageAddress } from '../../page-address.ts';
import classes from '../../runs/[runId]/run.module.css';
import { batchOfPage } from './batch-of-page.ts';

const pageSize = 50;

export async function generateMetadata({ params }: PageAddress<'batchId'>): Promise<Metadata> {
  const { batch } = await batchOfPage(params);
  return { title: `${visibleText(batch.label)}, batch` };
}

/** One batch: where all its runs stand together, what can be done with it, and each of its runs. */
export default async function BatchPage({ params, searchParams }: PageAddress<'batchId'>) {
  const { session, batch } = await batchOfPage(params);
  const query = await readQuery(searchParams);
  const { db } = services();
  const path = `/console/batches/${batch.id}`;
  const state = readWords(query.state, runStates)?.[0];
  const wish = { batchId: batch.id, states: state === undefined ? undefined : [state], after: query.after, limit: pageSize };
  const [runs, names] = await Promise.all([
    orBadPage(listRuns(db, wish)),
    readActorNames(db, [batch.requestedBy, ...(batch.paused === null ? [] : [batch.paused.by])]),
  ]);
  return (
    <>
      <LiveRefresh watch={{ batchId: batch.id }} />
      <PageLink href="/console/batches" size="sm">
        Batches
      </PageLink>
      <PageHeader
        title={<VisibleName>{batch.label}</VisibleName>}
        beside={<BatchBadge state={batch.state} failed={batch.counts.failed} />}
        description={jobTitle(batch.job)}
        actions={<BatchActions batch={batch} denied={deniedFor(session)} />}
      />
      {batch.paused !== null && <PauseBanner what="This batch is paused." pause={batch.paused} names={names} />}
      <div className={classes.grid}>
        <div className={classes.column}>
          <BatchStanding batch={batch} path={path} query={query} />
          <BatchRuns path={path} query={query} state={state} page={runs} />
        </div>
        <BatchFacts batch={batch} names={names} />
      </div>
    </>
  );
}

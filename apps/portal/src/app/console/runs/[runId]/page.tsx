import { readActorNames, readRunLog, readTimeline, runLogLevels } from '@tenantry/domain';
import type { Metadata } from 'next';
import { deniedFor } from '../../../../components/console/denied.ts';
import { PageLink } from '../../../../components/console/links.tsx';
import { PageHeader } from '../../../../components/console/page-header.tsx';
import { readQuery, readWords } from '../../../../components/console/query.ts';
import { RunActions } from '../../../../components/console/run/run-actions.tsx';
import { RunFacts } from '../../../../components/console/run/run-facts.tsx';
import { RunLog } from '../../../../components/console/run/run-log.tsx';
import { RunOutcome } from '../../../../components/console/run/run-outcome.tsx';
import { RunStanding } from '../../../../components/console/run/run-standing.tsx';
import { RunTimeline } from '../../../../components/console/run/run-timeline.tsx';
import { jobTitle } from '../../../../components/console/run-table.tsx';
import { RunBadge } from '../../../../components/console/state-badges.tsx';
import { VisibleName } from '../../../../components/console/visible-name.tsx';
import { visibleText } from '../../../../components/visible-text.ts';
import { LiveRefresh } from '../../../../live/live-refresh.tsx';
import { services } from '../../../../server/services.ts';
import { orBadPage } from '../../bad-cursor.ts';
import type { PageAddress } from '../../page-address.ts';
import classes from './run.module.css';
import { runOfPage } from './run-of-page.ts';

const logLines = 100;
const timelineLines = 100;

export async function generateMetadata({ params }: PageAddress<'runId'>): Promise<Metadata> {
  const { run } = await runOfPage(params);
  return { title: `${jobTitle(run.job)} for ${visibleText(run.tenantName)}` };
}

/** One run: where it stands, what came of it, what happened to it, and what it wrote down. */
export default async function RunPage({ params, searchParams }: PageAddress<'runId'>) {
  const { session, run } = await runOfPage(params);
  const query = await readQuery(searchParams);
  const { db } = services();
  const of = { runId: run.id, tenantId: run.tenantId };
  const wish = { search: query.search, levels: readWords(query.level, runLogLevels), after: query.after, limit: logLines };
  const [timeline, log, names] = await Promise.all([
    readTimeline(db, { ...of, limit: timelineLines }),
    orBadPage(readRunLog(db, { ...of, ...wish })),
    readActorNames(db, [run.requestedBy, ...(run.cancelledBy === null ? [] : [run.cancelledBy])]),
  ]);
  return (
    <>
      <LiveRefresh watch={{ runId: run.id }} />
      <PageLink href="/console/runs" size="sm">
        Runs
      </PageLink>
      <PageHeader
        title={jobTitle(run.job)}
        beside={<RunBadge state={run.state} />}
        description={
          <>
            for{' '}
            <PageLink href={`/console/tenants/${run.tenantId}`} size="sm">
              <VisibleName>{run.tenantName}</VisibleName>
            </PageLink>
          </>
        }
        actions={<RunActions run={run} denied={deniedFor(session)} />}
      />
      <div className={classes.grid}>
        <div className={classes.column}>
          <RunStanding run={run} names={names} />
          <RunOutcome run={run} />
          <RunLog path={`/console/runs/${run.id}`} query={query} log={log} />
        </div>
        <div className={classes.column}>
          <RunFacts run={run} names={names} />
          <RunTimeline entries={timeline} />
        </div>
      </div>
    </>
  );
}

import { IconTableOff } from '@tabler/icons-react';
import { findJob, readResults } from '@tenantry/domain';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { EmptyList } from '../../../../../components/console/empty-list.tsx';
import { counted } from '../../../../../components/console/figures.ts';
import { ButtonLink, PageLink } from '../../../../../components/console/links.tsx';
import { PageHeader } from '../../../../../components/console/page-header.tsx';
import { Pager } from '../../../../../components/console/pager.tsx';
import { readQuery } from '../../../../../components/console/query.ts';
import { DownloadLinks } from '../../../../../components/console/run/download-links.tsx';
import { resultHeadline } from '../../../../../components/console/run/result-headline.ts';
import { ResultTable } from '../../../../../components/console/run/result-table.tsx';
import { jobTitle } from '../../../../../components/console/run-table.tsx';
import { RunBadge } from '../../../../../components/console/state-badges.tsx';
import { VisibleName } from '../../../../../components/console/visible-name.tsx';
import { visibleText } from '../../../../../components/visible-text.ts';
import { LiveRefresh } from '../../../../../live/live-refresh.tsx';
import { services } from '../../../../../server/services.ts';
import { orBadPage } from '../../../bad-cursor.ts';
import type { PageAddress } from '../../../page-address.ts';
import { runOfPage } from '../run-of-page.ts';

const pageSize = 50;

export async function generateMetadata({ params }: PageAddress<'runId'>): Promise<Metadata> {
  const { run } = await runOfPage(params);
  return { title: `Rows of ${jobTitle(run.job)} for ${visibleText(run.tenantName)}` };
}

/** The rows that one run found. A job that keeps none has no such page. */
export default async function ResultsPage({ params, searchParams }: PageAddress<'runId'>) {
  const { run } = await runOfPage(params);
  const columns = findJob(run.job)?.resultColumns ?? [];
  if (columns.length === 0) notFound();
  const query = await readQuery(searchParams);
  const wish = { tenantId: run.tenantId, runId: run.id, after: query.after, limit: pageSize };
  const page = await orBadPage(readResults(services().db, wish));
  const headline = run.result === null ? null : resultHeadline(run, run.result);
  return (
    <>
      <LiveRefresh watch={{ runId: run.id }} />
      <PageLink href={`/console/runs/${run.id}`} size="sm">
        {jobTitle(run.job)} for <VisibleName>{run.tenantName}</VisibleName>
      </PageLink>
      <PageHeader
        title={counted(run.resultRows ?? 0, 'row')}
        beside={<RunBadge state={run.state} />}
        description={headline ?? `What ${jobTitle(run.job)} found so far.`}
        actions={page.items.length > 0 && <DownloadLinks runId={run.id} />}
      />
      {page.items.length > 0 ? (
        <ResultTable caption={`Rows of ${jobTitle(run.job)}`} columns={columns} rows={page.items} />
      ) : (
        <EmptyList
          icon={<IconTableOff size={24} />}
          title="There are no rows"
          action={
            <ButtonLink href={`/console/runs/${run.id}`} variant="default">
              Back to the run
            </ButtonLink>
          }
        >
          The run found nothing to list, has not begun, or its rows are not kept any more.
        </EmptyList>
      )}
      <Pager path={`/console/runs/${run.id}/results`} query={query} next={page.next} />
    </>
  );
}

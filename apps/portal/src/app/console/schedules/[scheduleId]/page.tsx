import { readActorNames } from '@tenantry/domain';
import type { Metadata } from 'next';
import { deniedFor } from '../../../../components/console/denied.ts';
import { Explanation } from '../../../../components/console/explanation.tsx';
import { PageLink } from '../../../../components/console/links.tsx';
import { PageHeader } from '../../../../components/console/page-header.tsx';
import { Panel } from '../../../../components/console/panel.tsx';
import { jobTitle } from '../../../../components/console/run-table.tsx';
import { ScheduleActions } from '../../../../components/console/schedule/schedule-actions.tsx';
import { ScheduleBatches } from '../../../../components/console/schedule/schedule-batches.tsx';
import { ScheduleFacts } from '../../../../components/console/schedule/schedule-facts.tsx';
import { standingOf } from '../../../../components/console/schedule/schedule-standing.ts';
import { UpcomingFirings } from '../../../../components/console/schedule/upcoming-firings.tsx';
import { ScheduleBadge } from '../../../../components/console/state-badges.tsx';
import { VisibleName } from '../../../../components/console/visible-name.tsx';
import { visibleText } from '../../../../components/visible-text.ts';
import { errorText } from '../../../../error-texts/error-text.ts';
import { LiveRefresh } from '../../../../live/live-refresh.tsx';
import { services } from '../../../../server/services.ts';
import type { PageAddress } from '../../page-address.ts';
import classes from '../../runs/[runId]/run.module.css';
import { scheduleOfPage } from './schedule-of-page.ts';

export async function generateMetadata({ params }: PageAddress<'scheduleId'>): Promise<Metadata> {
  const { schedule } = await scheduleOfPage(params);
  return { title: `${visibleText(schedule.label)}, schedule` };
}

/** One schedule: when it fires next, whether it can, and what came of its last firings. */
export default async function SchedulePage({ params }: PageAddress<'scheduleId'>) {
  const { session, schedule } = await scheduleOfPage(params);
  const names = await readActorNames(services().db, [schedule.createdBy]);
  return (
    <>
      <LiveRefresh watch={{}} />
      <PageLink href="/console/schedules" size="sm">
        Schedules
      </PageLink>
      <PageHeader
        title={<VisibleName>{schedule.label}</VisibleName>}
        beside={<ScheduleBadge standing={standingOf(schedule)} />}
        description={jobTitle(schedule.job)}
        actions={<ScheduleActions schedule={schedule} denied={deniedFor(session)} />}
      />
      <div className={classes.grid}>
        <div className={classes.column}>
          {schedule.problemCode !== null && (
            <Panel title="It cannot begin" aside={<code>{schedule.problemCode}</code>}>
              <Explanation text={errorText(schedule.problemCode)} tone="bad" />
            </Panel>
          )}
          <ScheduleBatches batches={schedule.batches} />
        </div>
        <div className={classes.column}>
          <UpcomingFirings schedule={schedule} />
          <ScheduleFacts schedule={schedule} names={names} />
        </div>
      </div>
    </>
  );
}

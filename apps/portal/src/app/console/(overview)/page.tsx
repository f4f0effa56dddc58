import { listOpenAlerts, readOverview } from '@tenantry/domain';
import type { Metadata } from 'next';
import { deniedFor } from '../../../components/console/denied.ts';
import { ButtonLink, PageLink } from '../../../components/console/links.tsx';
import { AlertList } from '../../../components/console/overview/alert-list.tsx';
import { AttentionList } from '../../../components/console/overview/attention-list.tsx';
import { DayChart } from '../../../components/console/overview/day-chart.tsx';
import { DirectoryTotals } from '../../../components/console/overview/directory-totals.tsx';
import { FleetBanners } from '../../../components/console/overview/fleet-banners.tsx';
import { NoTenants } from '../../../components/console/overview/no-tenants.tsx';
import { RunsNow } from '../../../components/console/overview/runs-now.tsx';
import { TenantStates } from '../../../components/console/overview/tenant-states.tsx';
import { WorkerList } from '../../../components/console/overview/worker-list.tsx';
import { PageHeader } from '../../../components/console/page-header.tsx';
import { Panel } from '../../../components/console/panel.tsx';
import { PauseButton } from '../../../components/console/pause-button.tsx';
import { RunTable } from '../../../components/console/run-table.tsx';
import { LiveRefresh } from '../../../live/live-refresh.tsx';
import { services } from '../../../server/services.ts';
import { requireOperator } from '../../../server/session.ts';
import classes from './overview.module.css';

export const metadata: Metadata = { title: 'Overview' };

/** What an operator sees first: what needs a hand, what runs, what came out of it. */
export default async function OverviewPage() {
  const session = await requireOperator('Viewer', { to: 'overview' });
  const { db, settings } = services();
  const [overview, alerts] = await Promise.all([readOverview(db, new Date()), listOpenAlerts(db)]);
  const tenants = Object.values(overview.tenantsByState).reduce((sum, count) => sum + count, 0);
  const denied = deniedFor(session);
  if (tenants === 0) return <NoTenants denied={denied} />;
  return (
    <>
      <LiveRefresh watch={{}} />
      <PageHeader
        title="Overview"
        actions={
          <>
            <PauseButton
              variant="default"
              action="pause-fleet"
              body={{}}
              done="All tenants are paused."
              title="Pause all tenants?"
              says="No run of any tenant begins or goes on. Those under way finish the page they are at and then wait, keeping what they have read. Connections are still proven, and customers can still connect."
              denied={deniedFor(session, 'Admin')}
            >
              Pause all tenants
            </PauseButton>
            <ButtonLink href="/console/runs/new" denied={denied}>
              Start a job
            </ButtonLink>
          </>
        }
      />
      <FleetBanners overview={overview} />
      <AlertList alerts={alerts} />
      <div className={classes.grid}>
        <TenantStates counts={overview.tenantsByState} />
        <RunsNow counts={overview.runs} />
        <DirectoryTotals totals={overview.directory} />
        <AttentionList attention={overview.attention} publicUrl={settings.PUBLIC_URL} denied={denied} />
        <Panel title="Runs of the last 24 hours">
          <DayChart hours={overview.endedByHour} />
        </Panel>
        <WorkerList workers={overview.workers} />
      </div>
      <section className={classes.latest} aria-label="Latest runs">
        <div className={classes.latestHead}>
          <h2>Latest runs</h2>
          <PageLink href="/console/runs" size="sm">
            All runs
          </PageLink>
        </div>
        <RunTable runs={overview.latestRuns} caption="The latest runs" />
      </section>
    </>
  );
}

import { jobCatalogue } from '@tenantry/domain';
import type { Metadata } from 'next';
import { readFleetFacts } from '../../../../components/console/job-form/fleet-facts.ts';
import { schedulableJobs } from '../../../../components/console/job-form/startable-jobs.ts';
import { PageLink } from '../../../../components/console/links.tsx';
import { PageHeader } from '../../../../components/console/page-header.tsx';
import { readQuery } from '../../../../components/console/query.ts';
import { ScheduleForm } from '../../../../components/console/schedule/schedule-form.tsx';
import { cadenceWishOf } from '../../../../components/console/schedule/schedule-wish.ts';
import { services } from '../../../../server/services.ts';
import { requireOperator } from '../../../../server/session.ts';
import type { PageAddress } from '../../page-address.ts';

export const metadata: Metadata = { title: 'New schedule' };

const threeAtNight = '0 3 * * *';

/** The form that makes a schedule. The address may name the job. */
export default async function NewSchedulePage({ searchParams }: PageAddress) {
  await requireOperator('Operator', { to: 'schedules' });
  const { job } = await readQuery(searchParams);
  return (
    <>
      <PageLink href="/console/schedules" size="sm">
        Schedules
      </PageLink>
      <PageHeader title="New schedule" description="Whom it means is decided anew at every firing." />
      <ScheduleForm
        jobs={schedulableJobs}
        facts={await readFleetFacts(services().db)}
        scheduleId={null}
        initial={{
          label: '',
          job: schedulableJobs.find(({ name }) => name === job)?.name ?? jobCatalogue['directory-sync'].name,
          params: {},
          selection: { kind: 'all', tenants: [], tag: '', states: [] },
          cadence: cadenceWishOf({ cron: threeAtNight, timeZone: '' }),
          spreadMinutes: '',
          catchUp: 'once',
          enabled: true,
        }}
      />
    </>
  );
}

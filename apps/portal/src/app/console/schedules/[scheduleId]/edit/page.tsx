import { findTenant, type Selection } from '@tenantry/domain';
import type { Metadata } from 'next';
import { readFleetFacts } from '../../../../../components/console/job-form/fleet-facts.ts';
import type { SelectionWish } from '../../../../../components/console/job-form/selection-wish.ts';
import { schedulableJobs } from '../../../../../components/console/job-form/startable-jobs.ts';
import { PageLink } from '../../../../../components/console/links.tsx';
import { PageHeader } from '../../../../../components/console/page-header.tsx';
import { ScheduleForm } from '../../../../../components/console/schedule/schedule-form.tsx';
import { cadenceWishOf } from '../../../../../components/console/schedule/schedule-wish.ts';
import { VisibleName } from '../../../../../components/console/visible-name.tsx';
import { services } from '../../../../../server/services.ts';
import type { PageAddress } from '../../../page-address.ts';
import { scheduleOfPage } from '../schedule-of-page.ts';

export const metadata: Metadata = { title: 'Change a schedule' };

const mostNamed = 100;

/** The form that changes a schedule. */
export default async function EditSchedulePage({ params }: PageAddress<'scheduleId'>) {
  const { schedule } = await scheduleOfPage(params, 'Operator');
  const { label, job, params: values, cadence, spreadMinutes, catchUp, enabled } = schedule;
  return (
    <>
      <PageLink href={`/console/schedules/${schedule.id}`} size="sm">
        <VisibleName>{label}</VisibleName>
      </PageLink>
      <PageHeader title="Change a schedule" description="Runs that it has started go on as they are." />
      <ScheduleForm
        jobs={schedulableJobs}
        facts={await readFleetFacts(services().db)}
        scheduleId={schedule.id}
        initial={{
          label,
          job,
          params: values,
          selection: await wishOf(schedule.selection),
          cadence: cadenceWishOf(cadence),
          spreadMinutes,
          catchUp,
          enabled,
        }}
      />
    </>
  );
}

/** A saved selection as the form holds it. Of a long list only the first tenants are shown by name; all of them stay. */
async function wishOf(selection: Selection): Promise<SelectionWish> {
  const wish: SelectionWish = { kind: selection.kind, tenants: [], tag: '', states: [] };
  switch (selection.kind) {
    case 'all':
      return wish;
    case 'tag':
      return { ...wish, tag: selection.tag };
    case 'filter':
      return { ...wish, states: selection.states ?? [] };
    case 'tenants': {
      const { db } = services();
      const named = await Promise.all(selection.tenantIds.slice(0, mostNamed).map((id) => findTenant(db, id)));
      const names = new Map(named.flatMap((tenant) => (tenant === null ? [] : [[tenant.tenantId, tenant.name] as const])));
      return { ...wish, tenants: selection.tenantIds.map((tenantId) => ({ tenantId, name: names.get(tenantId) ?? tenantId })) };
    }
  }
}

import { IconLock } from '@tabler/icons-react';
import { connectionStates, findTenant } from '@tenantry/domain';
import type { Metadata } from 'next';
import { deniedFor } from '../../../../components/console/denied.ts';
import { EmptyList } from '../../../../components/console/empty-list.tsx';
import { readFleetFacts } from '../../../../components/console/job-form/fleet-facts.ts';
import type { SelectionWish } from '../../../../components/console/job-form/selection-wish.ts';
import { StartJobForm } from '../../../../components/console/job-form/start-job-form.tsx';
import { startableJobs } from '../../../../components/console/job-form/startable-jobs.ts';
import { ButtonLink, PageLink } from '../../../../components/console/links.tsx';

import { PageHeader } from '../../../../components/console/page-header.tsx';
import { readGuid, readWords } from '../../../../components/console/query.ts';
import { services } from '../../../../server/services.ts';
import { requireOperator } from '../../../../server/session.ts';
import type { PageAddress } from '../../page-address.ts';

export const metadata: Metadata = { title: 'Start a job' };

const mostChosen = 100;

/** In place of the form for somebody who may only look. */
function RoleNeeded({ children }: { children: string }) {
  return (
    <>
      <PageHeader title="Start a job" />
      <EmptyList
        icon={<IconLock size={24} />}
        title="Starting a job needs the role Operator"
        action={
          <ButtonLink href="/console/runs" variant="default">
            See the runs
          </ButtonLink>
        }
      >
        {children}
      </EmptyList>
    </>
  );
}

/**
 * The form that starts a job. The address may name the job (`job`) and whom it is for: tenants (`tenant`, several times or `all`), a `tag`, or
 * states (`state`).
 */
export default async function StartJobPage({ searchParams }: PageAddress) {
  const denied = deniedFor(await requireOperator('Viewer', { to: 'runs' }));
  if (denied !== null) return <RoleNeeded>{denied}</RoleNeeded>;
  const { job, tenant, tag, state } = await searchParams;
  const { db } = services();
  const wished = [tenant ?? []].flat().slice(0, mostChosen);
  const ids = [...new Set(wished.map((text) => readGuid(text)).filter((id) => id !== undefined))];
  const [facts, ...found] = await Promise.all([readFleetFacts(db), ...ids.map((id) => findTenant(db, id))]);
  const states = readWords([state].flat()[0], connectionStates);
  const wish: SelectionWish = {
    kind: wished.includes('all') ? 'all' : tag !== undefined ? 'tag' : states !== undefined ? 'filter' : 'tenants',
    tenants: found.flatMap((each) => (each === null ? [] : [{ tenantId: each.tenantId, name: each.name }])),
    tag: [tag].flat()[0] ?? '',
    states: states ?? [],
  };
  return (
    <>
      <PageLink href="/console/runs" size="sm">
        Runs
      </PageLink>
      <PageHeader title="Start a job" description="One run is made for each tenant. What is running goes on undisturbed." />
      <StartJobForm
        jobs={startableJobs}
        job={startableJobs.find(({ name }) => name === job)?.name ?? 'directory-sync'}
        wish={wish}
        facts={facts}
      />
    </>
  );
}

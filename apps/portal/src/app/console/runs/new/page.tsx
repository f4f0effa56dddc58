import { IconLock } from '@tabler/icons-react';
import { countTenantsByState, findTenant, jobCatalogue, workingStates } from '@tenantry/domain';
import type { Metadata } from 'next';
import { deniedFor } from '../../../../components/console/denied.ts';
import { EmptyList } from '../../../../components/console/empty-list.tsx';
import { jobFields } from '../../../../components/console/job-form/job-fields.ts';
import { StartJobForm } from '../../../../components/console/job-form/start-job-form.tsx';
import { ButtonLink, PageLink } from '../../../../components/console/links.tsx';
import { PageHeader } from '../../../../components/console/page-header.tsx';
import { readGuid } from '../../../../components/console/query.ts';
import { services } from '../../../../server/services.ts';
import { requireOperator } from '../../../../server/session.ts';
import type { PageAddress } from '../../page-address.ts';

export const metadata: Metadata = { title: 'Start a job' };

const mostChosen = 100;
const jobs = Object.values(jobCatalogue)
  .filter(({ startableByHand }) => startableByHand)
  .map(({ name, title, summary, params }) => ({ name, title, summary, fields: jobFields(params) }));

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

/** The form that starts a job. The address may name the job (`job`) and the tenants (`tenant`, several times or `all`). */
export default async function StartJobPage({ searchParams }: PageAddress) {
  const denied = deniedFor(await requireOperator('Viewer', { to: 'runs' }));
  if (denied !== null) return <RoleNeeded>{denied}</RoleNeeded>;
  const { job, tenant } = await searchParams;
  const { db } = services();
  const wished = [tenant ?? []].flat().slice(0, mostChosen);
  const ids = [...new Set(wished.map((text) => readGuid(text)).filter((id) => id !== undefined))];
  const [counts, ...found] = await Promise.all([countTenantsByState(db), ...ids.map((id) => findTenant(db, id))]);
  const chosen = found.flatMap((each) => (each === null ? [] : [{ tenantId: each.tenantId, name: each.name }]));
  const named = jobs.find(({ name }) => name === job)?.name ?? 'directory-sync';
  return (
    <>
      <PageLink href="/console/runs" size="sm">
        Runs
      </PageLink>
      <PageHeader title="Start a job" description="One run is made for each tenant. What is running goes on undisturbed." />
      <StartJobForm
        jobs={jobs}
        job={named}
        tenants={wished.includes('all') ? 'all' : chosen}
        connected={workingStates.reduce((sum, state) => sum + counts[state], 0)}
      />
    </>
  );
}

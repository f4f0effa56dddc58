import { countLackingTenants, jobCatalogue, readJobRunLimits } from '@tenantry/domain';
import type { Metadata } from 'next';
import { deniedFor } from '../../../components/console/denied.ts';
import { JobCard } from '../../../components/console/job/job-card.tsx';
import { PageHeader } from '../../../components/console/page-header.tsx';
import { services } from '../../../server/services.ts';
import { requireOperator } from '../../../server/session.ts';
import classes from './jobs.module.css';

export const metadata: Metadata = { title: 'Jobs' };

/** The catalogue: what each job does, what it needs, and how many tenants could not run it now. */
export default async function JobsPage() {
  const session = await requireOperator('Viewer', { to: 'jobs' });
  const { db } = services();
  const [lacking, limits] = await Promise.all([countLackingTenants(db), readJobRunLimits(db)]);
  return (
    <>
      <PageHeader
        title="Jobs"
        description="What can be done for a tenant. A job that lacks a permission is held, never failed."
      />
      <div className={classes.grid}>
        {Object.values(jobCatalogue).map((job) => (
          <JobCard
            key={job.name}
            job={job}
            lacking={lacking}
            runLimit={limits[job.name] ?? 1}
            denied={deniedFor(session)}
            limitDenied={deniedFor(session, 'Admin')}
          />
        ))}
      </div>
    </>
  );
}
